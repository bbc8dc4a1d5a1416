using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TransVox.Functions.Durable;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Orchestrators;

namespace TransVox.Functions.Triggers;

/// <summary>The orchestrators, one function each.</summary>
public sealed class OrchestratorFunctions(DurableFunctions functions)
{
    [Function(DubbingOrchestrator.OrchestratorName)]
    public Task<object?> DubAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        functions.OrchestrateAsync(DubbingOrchestrator.OrchestratorName, context);

    [Function(ApplyLimitsOrchestrator.OrchestratorName)]
    public Task<object?> ApplyLimitsAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        functions.OrchestrateAsync(ApplyLimitsOrchestrator.OrchestratorName, context);

    [Function(ReapOrchestrator.OrchestratorName)]
    public Task<object?> ReapAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        functions.OrchestrateAsync(ReapOrchestrator.OrchestratorName, context);
}
