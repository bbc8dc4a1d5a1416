using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Orchestration;

/// <summary>Every orchestrator, activity and entity of the service, for the registry of whichever host runs them.</summary>
public static class DurableTasks
{
    /// <summary>
    /// Version that new orchestrations start with, on both hosts (<c>host.json</c> has it, too); those of earlier releases have none and are
    /// older. Whoever changes what an orchestrator asks for raises it: <c>docs/operations.md</c>.
    /// </summary>
    public const string Version = "1.0";

    public static DurableTaskRegistry AddTransVoxTasks(this DurableTaskRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry
            .AddOrchestrator<DubbingOrchestrator>()
            .AddOrchestrator<LanguagesOrchestrator>()
            .AddOrchestrator<ApplyLimitsOrchestrator>()
            .AddOrchestrator<ReapOrchestrator>()
            .AddOrchestrator<EraseJobOrchestrator>()
            .AddOrchestrator<EraseUserOrchestrator>()
            .AddOrchestrator<NotifyOrchestrator>()
            .AddOrchestrator<DeliverOrchestrator>()
            .AddActivity<FetchActivity>()
            .AddActivity<ProbeActivity>()
            .AddActivity<ExtractActivity>()
            .AddActivity<SeparateActivity>()
            .AddActivity<TranscribeActivity>()
            .AddActivity<TranslateActivity>()
            .AddActivity<SynthesizeActivity>()
            .AddActivity<MixActivity>()
            .AddActivity<MuxActivity>()
            .AddActivity<PublishActivity>()
            .AddActivity<StartLanguagesActivity>()
            .AddActivity<CollectLanguagesActivity>()
            .AddActivity<FinishJobActivity>()
            .AddActivity<EraseJobActivity>()
            .AddActivity<EraseUserActivity>()
            .AddActivity<PlanNoticeActivity>()
            .AddActivity<DeliverActivity>()
            .AddEntity<UserSlotsEntity>(SlotEntities.UserSlots)
            .AddEntity<GpuSlotsEntity>(SlotEntities.GpuSlots)
            .AddEntity<GpuSharesEntity>(SlotEntities.GpuShares);
    }
}
