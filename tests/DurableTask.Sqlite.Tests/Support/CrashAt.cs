using DurableTask.Sqlite.Engine;

namespace DurableTask.Sqlite.Tests.Support;

/// <summary>Lets the runtime die at the n-th crash point that it reaches.</summary>
internal sealed class CrashAt(int n) : ICrashPoints
{
    private int _reached;

    public CrashPoint? Crashed { get; private set; }

    public void Reached(CrashPoint point)
    {
        if (Interlocked.Increment(ref _reached) == n)
        {
            Crashed = point;
            throw new InvalidOperationException($"Crash at {point}, the {n}. point.");
        }
    }
}
