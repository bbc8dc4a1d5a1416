using DurableTask.Core;
using Microsoft.DurableTask.Testing.Sidecar;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>
/// The in-process host's store without its throttle: it takes as many work items at once as there are processors, and then pauses
/// for half a second, while scenarios hold many activities at once.
/// </summary>
internal sealed class UnthrottledService : InMemoryOrchestrationService, IOrchestrationService
{
    private const int AtOnce = 256;

    int IOrchestrationService.MaxConcurrentTaskOrchestrationWorkItems => AtOnce;

    int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => AtOnce;
}
