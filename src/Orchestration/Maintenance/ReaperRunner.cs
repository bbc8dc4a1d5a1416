using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Runs the reaper.</summary>
public sealed class ReaperRunner
{
    private readonly ReapReport _nothing = new(0, [], [], []);

    public Task<ReapReport> RunAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<ReapReport>(cancellationToken) : Task.FromResult(_nothing);
}
