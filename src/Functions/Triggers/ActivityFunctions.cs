using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Functions.Triggers;

/// <summary>
/// The activities, one function each. The token ends when the host stops or scales in: the running tool is stopped gracefully,
/// nothing is committed, and the exception makes the platform run the activity again on another instance.
/// </summary>
public sealed class ActivityFunctions(IServiceProvider services, DurableClientSource clients)
{
    [Function(nameof(FetchActivity))]
    public Task<StageOutcome> FetchAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<FetchActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(ProbeActivity))]
    public Task<StageOutcome> ProbeAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<ProbeActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(ExtractActivity))]
    public Task<StageOutcome> ExtractAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<ExtractActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(SeparateActivity))]
    public Task<StageOutcome> SeparateAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<SeparateActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(TranscribeActivity))]
    public Task<StageOutcome> TranscribeAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<TranscribeActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(TranslateActivity))]
    public Task<StageOutcome> TranslateAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<TranslateActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(SynthesizeActivity))]
    public Task<StageOutcome> SynthesizeAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<SynthesizeActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(MixActivity))]
    public Task<StageOutcome> MixAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<MixActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(nameof(MuxActivity))]
    public Task<StageOutcome> MuxAsync([ActivityTrigger] StageInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<MuxActivity, StageInput, StageOutcome>(input, client, cancellationToken);

    [Function(ActivityNames.Publish)]
    public Task<PublishOutcome> PublishAsync([ActivityTrigger] PublishInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<PublishActivity, PublishInput, PublishOutcome>(input, client, cancellationToken);

    [Function(ActivityNames.StartLanguages)]
    public Task<LanguagesOutcome> StartLanguagesAsync([ActivityTrigger] StartLanguagesInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<StartLanguagesActivity, StartLanguagesInput, LanguagesOutcome>(input, client, cancellationToken);

    [Function(ActivityNames.CollectLanguages)]
    public Task<LanguagesOutcome> CollectLanguagesAsync([ActivityTrigger] CollectLanguagesInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<CollectLanguagesActivity, CollectLanguagesInput, LanguagesOutcome>(input, client, cancellationToken);

    [Function(ActivityNames.Finish)]
    public Task<FinishOutcome> FinishAsync([ActivityTrigger] FinishInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<FinishJobActivity, FinishInput, FinishOutcome>(input, client, cancellationToken);

    [Function(ActivityNames.Erase)]
    public Task<ErasureState> EraseAsync([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<EraseJobActivity, string, ErasureState>(input, client, cancellationToken);

    [Function(ActivityNames.EraseUser)]
    public Task<UserErasureLook> EraseUserAsync([ActivityTrigger] EraseUserInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<EraseUserActivity, EraseUserInput, UserErasureLook>(input, client, cancellationToken);

    [Function(ActivityNames.PlanNotice)]
    public Task<NoticePlan> PlanNoticeAsync([ActivityTrigger] NoticeInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<PlanNoticeActivity, NoticeInput, NoticePlan>(input, client, cancellationToken);

    [Function(ActivityNames.Deliver)]
    public Task<DeliverOutcome> DeliverAsync([ActivityTrigger] DeliverInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        RunAsync<DeliverActivity, DeliverInput, DeliverOutcome>(input, client, cancellationToken);

    private Task<TResult> RunAsync<TActivity, TInput, TResult>(TInput input, DurableTaskClient client, CancellationToken cancellationToken)
        where TActivity : StoppableActivity<TInput, TResult>
    {
        clients.Offer(client);
        return ActivatorUtilities.CreateInstance<TActivity>(services).RunAsync(input, cancellationToken);
    }
}
