using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TransVox.Functions.Durable;
using TransVox.Orchestration.Activities;

namespace TransVox.Functions.Triggers;

/// <summary>
/// The activities, one function each. The token ends when the host stops or scales in: the running tool is stopped gracefully,
/// nothing is committed, and the exception makes the platform run the activity again on another instance.
/// </summary>
public sealed class ActivityFunctions(DurableFunctions functions)
{
    [Function(nameof(ProbeActivity))]
    public Task<object?> ProbeAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(ProbeActivity), input, instanceId, client, cancellationToken);

    [Function(nameof(ExtractActivity))]
    public Task<object?> ExtractAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(ExtractActivity), input, instanceId, client, cancellationToken);

    [Function(nameof(SeparateActivity))]
    public Task<object?> SeparateAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(SeparateActivity), input, instanceId, client, cancellationToken);

    [Function(nameof(TranscribeActivity))]
    public Task<object?> TranscribeAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(TranscribeActivity), input, instanceId, client, cancellationToken);

    [Function(nameof(TranslateActivity))]
    public Task<object?> TranslateAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(TranslateActivity), input, instanceId, client, cancellationToken);

    [Function(nameof(SynthesizeActivity))]
    public Task<object?> SynthesizeAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(SynthesizeActivity), input, instanceId, client, cancellationToken);

    [Function(nameof(MixActivity))]
    public Task<object?> MixAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(MixActivity), input, instanceId, client, cancellationToken);

    [Function(nameof(MuxActivity))]
    public Task<object?> MuxAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(nameof(MuxActivity), input, instanceId, client, cancellationToken);

    [Function(ActivityNames.Publish)]
    public Task<object?> PublishAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(ActivityNames.Publish, input, instanceId, client, cancellationToken);

    [Function(ActivityNames.Finish)]
    public Task<object?> FinishAsync([ActivityTrigger] JsonElement? input, string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        functions.RunActivityAsync(ActivityNames.Finish, input, instanceId, client, cancellationToken);
}
