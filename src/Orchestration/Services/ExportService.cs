using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Orchestration.Services;

/// <summary>Puts together what the service holds about a user.</summary>
public sealed class ExportService(
    JobReader reader, QueueService queue, GlossaryStore glossaries, WebhookStore webhooks, DeliveryStore deliveries, BlobAreas areas, TimeProvider time)
{
    private const int Page = 200;

    /// <summary>Everything but the API keys, which the API keeps.</summary>
    public async Task<MeExport> ExportAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var told = new List<ExportedWebhook>();
        foreach (var webhook in await webhooks.ListAsync(caller.UserId, cancellationToken))
        {
            var messages = await deliveries.ListAsync(caller.UserId, webhook.Id, int.MaxValue, cancellationToken);
            told.Add(new ExportedWebhook(webhook.ToView(), [.. messages.Select(message => message.ToView())]));
        }

        return new MeExport(
            time.GetUtcNow(),
            await queue.MeAsync(caller, cancellationToken),
            await JobsAsync(caller, cancellationToken),
            [.. (await glossaries.GetAsync(caller.UserId, cancellationToken)).Select(term => term.ToWire())],
            [],
            told);
    }

    private async Task<IReadOnlyList<JobView>> JobsAsync(Caller caller, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, JobView>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var (jobs, next) = await reader.ListAsync(caller, new JobFilter(Limit: Page, After: after), cancellationToken);
            foreach (var job in jobs)
                found[job.Request.JobId] = await reader.ViewAsync(job, null, cancellationToken);
            after = next;
        }
        while (after is not null);

        // Results are kept longer than histories, or shorter, as the operator likes.
        await foreach (var folder in areas.Output.GetBlobsByHierarchyAsync(BlobTraits.None, BlobStates.None, "/", $"{caller.UserId}/", cancellationToken))
        {
            if (!folder.IsPrefix || folder.Prefix.Split('/')[1] is not { } id || found.ContainsKey(id))
                continue;
            if (await reader.TryFindAsync(caller, id, cancellationToken) is { } job)
                found[id] = await reader.ViewAsync(job, null, cancellationToken);
        }

        return [.. found.Values.OrderByDescending(job => job.CreatedAt)];
    }
}
