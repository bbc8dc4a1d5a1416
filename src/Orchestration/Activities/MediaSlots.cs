using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// How many stages of a media program run at once on this machine, so that a queue that is prepared ahead leaves processors to the stages
/// that hold a GPU. Whoever brought a wrong file learns it first; then a later stage goes first: it ends what was begun.
/// </summary>
public sealed class MediaSlots(int count)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, (int, long)> _waiting = new();
    private int _free = count;
    private long _arrivals;

    /// <summary>Stages that are a media program's work alone, whatever the engines are.</summary>
    public static bool Bounds(Stage stage) => stage is Stage.Probe or Stage.Extract or Stage.Mix or Stage.Mux;

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.UnorderedItems.Count(waiting => !waiting.Element.Task.IsCompleted);
        }
    }

    /// <summary>Takes one, or waits for it; disposing gives it back.</summary>
    /// <exception cref="OperationCanceledException">Before there was one.</exception>
    public async Task<IDisposable> TakeAsync(Stage stage, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_free > 0)
                return Taken();
            _waiting.Enqueue(turn, (stage == Stage.Probe ? int.MinValue : -(int)stage, _arrivals++));
        }

        using var cancelled = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
        return new Slot(this);
    }

    /// <summary>Takes one that is free now; null where there is none.</summary>
    public IDisposable? TryTake()
    {
        lock (_lock)
            return _free > 0 ? Taken() : null;
    }

    private Slot Taken()
    {
        _free--;
        return new Slot(this);
    }

    private void GiveBack()
    {
        lock (_lock)
        {
            // Who was cancelled while it waited takes no turn.
            while (_waiting.TryDequeue(out var next, out _))
            {
                if (next.TrySetResult())
                    return;
            }

            _free++;
        }
    }

    private sealed class Slot(MediaSlots slots) : IDisposable
    {
        private MediaSlots? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.GiveBack();
    }
}
