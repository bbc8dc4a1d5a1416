using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask.Testing.Sidecar;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>
/// The in-process host's store without its throttle: it takes as many work items at once as there are processors, and then pauses
/// for half a second, while scenarios hold many activities at once. And with histories to read, which that store gives workers only.
/// </summary>
internal sealed class UnthrottledService : InMemoryOrchestrationService, IOrchestrationService
{
    private const int AtOnce = 256;
    private readonly ConcurrentDictionary<string, IReadOnlyList<HistoryEvent>> _histories = new();

    int IOrchestrationService.MaxConcurrentTaskOrchestrationWorkItems => AtOnce;

    int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => AtOnce;

    /// <summary>What the dispatcher stored last of an instance.</summary>
    public IReadOnlyList<HistoryEvent> HistoryOf(string instanceId) => _histories.GetValueOrDefault(instanceId) ?? [];

    Task IOrchestrationService.CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem, OrchestrationRuntimeState newOrchestrationRuntimeState, IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages, IList<TaskMessage> timerMessages, TaskMessage continuedAsNewMessage, OrchestrationState orchestrationState)
    {
        _histories[workItem.InstanceId] = [.. newOrchestrationRuntimeState.Events];
        return CompleteTaskOrchestrationWorkItemAsync(
            workItem, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, timerMessages, continuedAsNewMessage, orchestrationState);
    }
}
