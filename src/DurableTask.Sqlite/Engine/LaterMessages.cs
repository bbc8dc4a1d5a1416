using DurableTask.Sqlite.Execution;

namespace DurableTask.Sqlite.Engine;

/// <summary>Messages that are not due yet, each with a timer that brings it back, and the timers of orchestrations.</summary>
internal sealed class LaterMessages(EngineParts parts)
{
    // The instance of a timer that is for a message and not for an orchestration.
    private const string Timer = "@message";

    private readonly Dictionary<int, Envelope> _parked = [];
    private int _last;

    /// <summary>Keeps a message until it is due; false: it is.</summary>
    public bool Park(Envelope envelope)
    {
        var due = envelope.Message.Due;
        if (due <= 0 || due <= parts.UtcTicks)
        {
            return false;
        }

        _parked.Add(++_last, envelope);
        parts.Messages.Park(envelope);
        parts.Timers.Add(new TimerKey(Timer, 0, _last), due);
        return true;
    }

    /// <summary>Sends what the timers that are due are for: such a message, or the answer to an orchestration's timer.</summary>
    public void FireTimers()
    {
        foreach (var key in parts.Timers.TakeDue())
        {
            if (key.Instance != Timer)
            {
                parts.Messages.Send(new InstanceInput(
                    key.Instance, key.Execution, EventKind.TimerCreated, new HistoryEvent(EventKind.TimerFired, Id: key.Id)));
            }
            else if (_parked.Remove(key.Id, out var envelope))
            {
                parts.Messages.Return(envelope);
            }
        }
    }
}
