using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Outbound;

namespace TransVox.Orchestration.Webhooks;

/// <summary>What a user does with webhooks. Another user's do not exist.</summary>
public sealed class WebhookService(
    WebhookStore webhooks, DeliveryStore deliveries, OutboundGuard guard, IDurableTaskClientProvider clients, IOptions<TransVoxOptions> options,
    TimeProvider time) : IWebhookService
{
    private const int MaxDescription = 200;

    public async Task<NewWebhook> CreateAsync(Caller caller, NewWebhookRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        var events = Check(request.Url, request.Events, request.Description);
        var webhook = new Webhook(
            "wh_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), request.Url, events, request.Description, true, null, time.GetUtcNow(), WebhookSecret.Create());
        var max = options.Value.Webhooks.MaxPerUser;
        await webhooks.ChangeAsync(
            caller.UserId,
            old => old.Count < max ? [.. old, webhook] : throw new RequestException(
                ErrorCodes.Conflict, max == 0 ? "Webhooks are switched off on this service." : $"You have {old.Count} webhooks; there can be {max}. Delete one first."),
            cancellationToken);
        await TellRunningJobsAsync(caller.UserId, cancellationToken);
        return new NewWebhook(webhook.ToView(), webhook.Secret.Text);
    }

    public async Task<IReadOnlyList<WebhookView>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        [.. (await webhooks.ListAsync(caller.UserId, cancellationToken)).Select(webhook => webhook.ToView())];

    public async Task<WebhookView> GetAsync(Caller caller, string webhookId, CancellationToken cancellationToken) =>
        (await FindAsync(caller, webhookId, cancellationToken)).ToView();

    public async Task<WebhookView> ChangeAsync(Caller caller, string webhookId, WebhookChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(change);
        var events = Check(change.Url, change.Events, change.Description);
        var changed = await webhooks.ChangeAsync(
            caller.UserId,
            webhookId,
            old => old with { Url = change.Url, Events = events, Description = change.Description, Enabled = change.Enabled, DisabledReason = null },
            cancellationToken);
        return changed?.ToView() ?? throw NotFound();
    }

    public async Task DeleteAsync(Caller caller, string webhookId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var webhook = await FindAsync(caller, webhookId, cancellationToken);
        // Once it is gone nothing is sent any more, so what was to be sent can go; again, if that breaks off, until nothing is left.
        await deliveries.DeleteOfWebhookAsync(caller.UserId, webhook.Id, cancellationToken);
        await webhooks.ChangeAsync(caller.UserId, old => [.. old.Where(other => other.Id != webhook.Id)], cancellationToken);
        await deliveries.DeleteOfWebhookAsync(caller.UserId, webhook.Id, CancellationToken.None);
    }

    public async Task<DeliveryView> TestAsync(Caller caller, string webhookId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var webhook = await FindEnabledAsync(caller, webhookId, cancellationToken);
        var now = time.GetUtcNow();
        var body = JsonSerializer.Serialize(new WebhookMessage(WebhookEvents.Test, now, null), ContractJson.Options);
        var delivery = new Delivery(Delivery.NewId(), webhook.Id, caller.UserId, WebhookEvents.Test, null, now, body, DeliveryState.Pending, []);
        await deliveries.AddAsync(delivery, cancellationToken);
        // Somebody waits for the result: one attempt tells it.
        await StartAsync(delivery, [], CancellationToken.None);
        return delivery.ToView();
    }

    public async Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(Caller caller, string webhookId, int limit, CancellationToken cancellationToken)
    {
        var webhook = await FindAsync(caller, webhookId, cancellationToken);
        return [.. (await deliveries.ListAsync(caller.UserId, webhook.Id, limit, cancellationToken)).Select(delivery => delivery.ToView())];
    }

    public async Task<DeliveryView> ResendAsync(Caller caller, string webhookId, string deliveryId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var webhook = await FindEnabledAsync(caller, webhookId, cancellationToken);
        if (!Delivery.IsId(deliveryId))
            throw NotFound("There is no such message, or it is not kept any more.");
        var reference = new DeliveryRef(caller.UserId, webhook.Id, deliveryId);
        var again = false;
        var delivery = await deliveries.UpdateAsync(
            reference,
            old =>
            {
                again = old.State != DeliveryState.Pending;
                return again ? old with { State = DeliveryState.Pending, NextAttemptAt = null } : null;
            },
            cancellationToken) ?? throw NotFound("There is no such message, or it is not kept any more.");
        if (!again)
            throw new RequestException(ErrorCodes.Conflict, "The message is being delivered already.");
        await StartAsync(delivery, options.Value.Webhooks.Delays, CancellationToken.None);
        return delivery.ToView();
    }

    private Task<bool> StartAsync(Delivery delivery, IReadOnlyList<double> delays, CancellationToken cancellationToken)
    {
        var made = delivery.Attempts.Count == 0 ? 0 : delivery.Attempts[^1].Number;
        var input = new DeliverRequest(new DeliveryRef(delivery.UserId, delivery.WebhookId, delivery.Id), made, delays);
        var id = DeliverOrchestrator.PrefixOf(delivery.JobId ?? JobIds.PrefixOf(delivery.UserId)) + Guid.CreateVersion7(time.GetUtcNow()).ToString("n");
        return clients.GetClient().StartOnceAsync(DeliverOrchestrator.OrchestratorName, input, id, cancellationToken);
    }

    // A job that was submitted before its owner had webhooks tells nobody until it hears that there are some.
    private async Task TellRunningJobsAsync(string userId, CancellationToken cancellationToken)
    {
        var client = clients.GetClient();
        var running = new OrchestrationQuery(
            Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running], InstanceIdPrefix: JobIds.PrefixOf(userId), PageSize: 500);
        await foreach (var job in client.ReadAllAsync(running, cancellationToken))
        {
            await NotifyOrchestrator.StartAsync(client, job.InstanceId, cancellationToken);
            await client.RaiseEventAsync(job.InstanceId, JobEvents.Webhooks, null, cancellationToken);
        }
    }

    private async Task<Webhook> FindAsync(Caller caller, string webhookId, CancellationToken cancellationToken) =>
        await webhooks.FindAsync(caller.UserId, webhookId, cancellationToken) ?? throw NotFound();

    private async Task<Webhook> FindEnabledAsync(Caller caller, string webhookId, CancellationToken cancellationToken)
    {
        var webhook = await FindAsync(caller, webhookId, cancellationToken);
        return webhook.Enabled ? webhook : throw new RequestException(ErrorCodes.Conflict, "The webhook is switched off. Switch it on first.");
    }

    private IReadOnlyList<string> Check(string? url, IReadOnlyList<string>? events, string? description)
    {
        try
        {
            guard.Require(url);
        }
        catch (AddressRefusedException e)
        {
            throw new RequestException(ErrorCodes.InvalidRequest, $"'url': {e.Message}");
        }

        if (description is { Length: > MaxDescription } || description?.Any(char.IsControl) == true)
            throw new RequestException(ErrorCodes.InvalidRequest, $"'description' must be one line of at most {MaxDescription} characters.");
        if (events is null or { Count: 0 })
            return WebhookEvents.All;
        if (events.Any(name => !WebhookEvents.All.Contains(name)))
            throw new RequestException(ErrorCodes.InvalidRequest, $"'events' may hold {string.Join(", ", WebhookEvents.All)}.");
        return [.. events.Distinct()];
    }

    private static RequestException NotFound(string message = "There is no such webhook.") => new(ErrorCodes.NotFound, message);
}
