using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Webhooks;

/// <summary>One attempt to deliver a message. After a crash it is sent again, under the same id, unless the answer was noted already.</summary>
public sealed class DeliverActivity(
    WebhookStore webhooks, DeliveryStore deliveries, WebhookSender sender, DeliveryGate gate, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<DeliverActivity> logger) : StoppableActivity<DeliverInput, DeliverOutcome>(lifetime)
{
    public override async Task<DeliverOutcome> RunAsync(DeliverInput input, CancellationToken cancellationToken)
    {
        try
        {
            return await DeliverAsync(input, cancellationToken);
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            WebhookLog.NotDelivered(logger, e, input.Delivery.DeliveryId, input.Delivery.WebhookId);
            return DeliverOutcome.NotTried;
        }
    }

    private async Task<DeliverOutcome> DeliverAsync(DeliverInput input, CancellationToken cancellationToken)
    {
        var reference = input.Delivery;
        if (await deliveries.FindAsync(reference, cancellationToken) is not { State: DeliveryState.Pending } delivery)
            return DeliverOutcome.Settled;
        if (delivery.Attempts.Any(attempt => attempt.Number == input.Number))
            return DeliverOutcome.Failed;
        if (await webhooks.FindAsync(reference.UserId, reference.WebhookId, cancellationToken) is not { Enabled: true } webhook)
        {
            await deliveries.UpdateAsync(reference, old => old with { State = DeliveryState.Failed, NextAttemptAt = null }, cancellationToken);
            return DeliverOutcome.Settled;
        }

        using var place = gate.TryEnter(reference.UserId);
        if (place is null)
            return DeliverOutcome.NotTried;
        var attempt = await sender.SendAsync(webhook, delivery, input.Number, cancellationToken);
        var gone = attempt.Status == (int)HttpStatusCode.Gone;
        var next = gone ? null : input.NextDelay;
        var state = attempt.Error is null ? DeliveryState.Delivered : next is null ? DeliveryState.Failed : DeliveryState.Pending;
        if (gone)
            await SwitchOffAsync(webhook, reference.UserId, cancellationToken);
        await deliveries.UpdateAsync(
            reference,
            old => old.With(attempt, state, state == DeliveryState.Pending ? time.GetUtcNow().AddSeconds(next!.Value) : null),
            cancellationToken);
        WebhookLog.Attempted(logger, delivery.Id, webhook.Id, delivery.Event, input.Number, attempt.Status, attempt.Error);
        return state == DeliveryState.Pending ? DeliverOutcome.Failed : DeliverOutcome.Settled;
    }

    // Whose address was changed meanwhile starts anew.
    private Task<Webhook?> SwitchOffAsync(Webhook gone, string userId, CancellationToken cancellationToken) => webhooks.ChangeAsync(
        userId,
        gone.Id,
        webhook => webhook.Url == gone.Url ? webhook with { Enabled = false, DisabledReason = "The receiver answered 410 Gone." } : webhook,
        cancellationToken);
}
