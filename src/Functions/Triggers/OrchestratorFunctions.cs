using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Functions.Triggers;

/// <summary>The orchestrators, one function each.</summary>
public static class OrchestratorFunctions
{
    [Function(DubbingOrchestrator.OrchestratorName)]
    public static Task<JobStatus> DubAsync([OrchestrationTrigger] TaskOrchestrationContext context, JobRequest input) =>
        new DubbingOrchestrator().RunAsync(context, input);

    [Function(LanguagesOrchestrator.OrchestratorName)]
    public static Task<JobStatus> DubLanguagesAsync([OrchestrationTrigger] TaskOrchestrationContext context, JobRequest input) =>
        new LanguagesOrchestrator().RunAsync(context, input);

    [Function(ApplyLimitsOrchestrator.OrchestratorName)]
    public static Task<int> ApplyLimitsAsync([OrchestrationTrigger] TaskOrchestrationContext context, ApplyLimitsInput input) =>
        new ApplyLimitsOrchestrator().RunAsync(context, input);

    [Function(ReapOrchestrator.OrchestratorName)]
    public static Task<int> ReapAsync([OrchestrationTrigger] TaskOrchestrationContext context, ReapInput input) =>
        new ReapOrchestrator().RunAsync(context, input);

    [Function(EraseJobOrchestrator.OrchestratorName)]
    public static Task<ErasureState> EraseJobAsync([OrchestrationTrigger] TaskOrchestrationContext context, string input) =>
        new EraseJobOrchestrator().RunAsync(context, input);

    [Function(EraseUserOrchestrator.OrchestratorName)]
    public static Task<ErasureState> EraseUserAsync([OrchestrationTrigger] TaskOrchestrationContext context, EraseUserInput input) =>
        new EraseUserOrchestrator().RunAsync(context, input);

    [Function(NotifyOrchestrator.OrchestratorName)]
    public static Task<int> NotifyAsync([OrchestrationTrigger] TaskOrchestrationContext context, NotifyInput input) =>
        new NotifyOrchestrator().RunAsync(context, input);

    [Function(DeliverOrchestrator.OrchestratorName)]
    public static Task<bool> DeliverAsync([OrchestrationTrigger] TaskOrchestrationContext context, DeliverRequest input) =>
        new DeliverOrchestrator().RunAsync(context, input);
}
