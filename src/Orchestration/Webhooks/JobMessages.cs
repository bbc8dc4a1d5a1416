using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Webhooks;

/// <summary>Removes what webhooks were told, and were to be told, of a job that is deleted.</summary>
public sealed class JobMessages(IDurableTaskClientProvider clients, DeliveryStore deliveries)
{
    /// <summary>One attempt.</summary>
    /// <returns>Whether nothing is left; something may be on its way when not.</returns>
    public async Task<bool> EraseAsync(string jobId, CancellationToken cancellationToken)
    {
        var client = clients.GetClient();
        var ended = await client.EndAllAsync(NotifyOrchestrator.IdOf(jobId), cancellationToken)
            & await client.EndAllAsync(DeliverOrchestrator.PrefixOf(jobId), cancellationToken);
        await deliveries.DeleteOfJobAsync(JobIds.UserOf(jobId)!, jobId, cancellationToken);
        return ended;
    }
}
