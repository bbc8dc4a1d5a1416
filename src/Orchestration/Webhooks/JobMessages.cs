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
        var ended = await EndAsync(NotifyOrchestrator.IdOf(jobId), cancellationToken) & await EndAsync(DeliverOrchestrator.PrefixOf(jobId), cancellationToken);
        await deliveries.DeleteOfJobAsync(JobIds.UserOf(jobId)!, jobId, cancellationToken);
        return ended;
    }

    private async Task<bool> EndAsync(string prefix, CancellationToken cancellationToken)
    {
        var client = clients.GetClient();
        var ended = true;
        string? token = null;
        do
        {
            var page = await client.ReadPageAsync(new OrchestrationQuery(InstanceIdPrefix: prefix, PageSize: 500, ContinuationToken: token), cancellationToken);
            token = page.ContinuationToken;
            foreach (var instance in page.Values)
            {
                if (instance.IsCompleted)
                {
                    await client.PurgeEndedAsync(instance.InstanceId, cancellationToken);
                    continue;
                }

                await client.TerminateInstanceAsync(instance.InstanceId, null, cancellationToken);
                ended = false;
            }
        }
        while (token is not null);
        return ended;
    }
}
