using System.Runtime.CompilerServices;
using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Webhooks;

/// <summary>Messages to webhooks: <c>deliveries/{userId}/{webhookId}/{id}.json</c> in the system container.</summary>
public sealed class DeliveryStore(BlobAreas areas)
{
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Stores a message that was not there before.</summary>
    public Task AddAsync(Delivery delivery, CancellationToken cancellationToken) =>
        _json.TryWriteAsync(BlobPaths.Delivery(delivery.UserId, delivery.WebhookId, delivery.Id), delivery, null, cancellationToken);

    public async Task<Delivery?> FindAsync(DeliveryRef reference, CancellationToken cancellationToken) =>
        (await _json.ReadAsync<Delivery>(PathOf(reference), cancellationToken))?.Value;

    /// <summary>Changes a message if it is still there; null from <paramref name="change"/> leaves it as it is.</summary>
    public Task<Delivery?> UpdateAsync(DeliveryRef reference, Func<Delivery, Delivery?> change, CancellationToken cancellationToken) =>
        _json.UpdateAsync<Delivery>(PathOf(reference), delivery => delivery is null ? null : change(delivery), cancellationToken);

    /// <summary>Messages of a webhook: those about the jobs that were submitted last, newest first.</summary>
    public async Task<IReadOnlyList<Delivery>> ListAsync(string userId, string webhookId, int limit, CancellationToken cancellationToken)
    {
        var deliveries = new List<Delivery>();
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, BlobPaths.DeliveriesOf(userId, webhookId), cancellationToken))
        {
            if (deliveries.Count >= limit)
                break;
            if (await _json.ReadAsync<Delivery>(blob.Name, cancellationToken) is { } delivery)
                deliveries.Add(delivery.Value);
        }

        return [.. deliveries.OrderByDescending(delivery => delivery.CreatedAt)];
    }

    /// <summary>Messages about a job, to all webhooks of its owner.</summary>
    public async Task<IReadOnlyList<Delivery>> ListOfJobAsync(string userId, string jobId, CancellationToken cancellationToken)
    {
        var deliveries = new List<Delivery>();
        await foreach (var prefix in PrefixesOfJobAsync(userId, jobId, cancellationToken))
        {
            await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            {
                if (await _json.ReadAsync<Delivery>(blob.Name, cancellationToken) is { } delivery)
                    deliveries.Add(delivery.Value);
            }
        }

        return deliveries;
    }

    /// <summary>Deletes what was to be sent to a webhook.</summary>
    public Task DeleteOfWebhookAsync(string userId, string webhookId, CancellationToken cancellationToken) =>
        areas.System.DeleteAllAsync(BlobPaths.DeliveriesOf(userId, webhookId), cancellationToken);

    /// <summary>Deletes what was to be sent about a job, to any webhook.</summary>
    public async Task DeleteOfJobAsync(string userId, string jobId, CancellationToken cancellationToken)
    {
        await foreach (var prefix in PrefixesOfJobAsync(userId, jobId, cancellationToken))
            await areas.System.DeleteAllAsync(prefix, cancellationToken);
    }

    /// <summary>Where messages about a job are, by webhook.</summary>
    private async IAsyncEnumerable<string> PrefixesOfJobAsync(string userId, string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var webhook in areas.System.GetBlobsByHierarchyAsync(
            BlobTraits.None, BlobStates.None, "/", BlobPaths.DeliveriesOf(userId), cancellationToken))
        {
            if (webhook.IsPrefix)
                yield return webhook.Prefix + Delivery.PrefixOf(jobId);
        }
    }

    private static string PathOf(DeliveryRef reference) => BlobPaths.Delivery(reference.UserId, reference.WebhookId, reference.DeliveryId);
}
