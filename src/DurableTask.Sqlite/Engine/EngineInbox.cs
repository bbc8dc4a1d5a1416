namespace DurableTask.Sqlite.Engine;

/// <summary>Commands for the engine's thread from all others.</summary>
internal sealed class EngineInbox
{
    private readonly object _gate = new();
    private List<EngineCommand> _commands = [];
    private bool _waiting;
    private Exception? _closed;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _commands.Count == 0;
            }
        }
    }

    public void Post(EngineCommand command)
    {
        Exception? closed;
        lock (_gate)
        {
            closed = _closed;
            if (closed is null)
            {
                _commands.Add(command);
                if (_waiting)
                {
                    Monitor.Pulse(_gate);
                }
            }
        }

        if (closed is not null)
        {
            command.Abandon(closed);
        }
    }

    /// <summary>
    /// Swaps what has arrived for the empty list <paramref name="spare"/>, waiting for the first command when asked to. An
    /// empty answer after a wait means that the inbox was closed.
    /// </summary>
    public List<EngineCommand> Take(List<EngineCommand> spare, bool wait)
    {
        lock (_gate)
        {
            while (_commands.Count == 0 && wait && _closed is null)
            {
                _waiting = true;
                Monitor.Wait(_gate);
                _waiting = false;
            }

            (var taken, _commands) = (_commands, spare);
            return taken;
        }
    }

    /// <summary>Abandons what is here and whatever comes.</summary>
    public void Close(Exception reason)
    {
        List<EngineCommand> left;
        lock (_gate)
        {
            _closed ??= reason;
            (left, _commands) = (_commands, []);
            Monitor.PulseAll(_gate);
        }

        foreach (var command in left)
        {
            command.Abandon(reason);
        }
    }
}
