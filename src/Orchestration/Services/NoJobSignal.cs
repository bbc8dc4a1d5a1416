namespace TransVox.Orchestration.Services;

/// <summary>For runtimes on several machines: a wait there would be looks, too, only the runtime's own.</summary>
internal sealed class NoJobSignal(TimeProvider time) : IJobSignal
{
    public Task ChangedAsync(JobSnapshot seen, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
}
