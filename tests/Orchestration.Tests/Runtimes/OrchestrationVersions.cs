using Microsoft.DurableTask.Worker;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>How both hosts match versions of orchestrations.</summary>
internal static class OrchestrationVersions
{
    public static DurableTaskWorkerOptions.VersioningOptions Options => new()
    {
        Version = DurableTasks.Version,
        DefaultVersion = DurableTasks.Version,
        MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
    };
}
