using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Orchestrators;

namespace TransVox.Orchestration.Services;

/// <summary>Deletes jobs: hidden at once, stopped if need be, and removed by an orchestration that nothing stops.</summary>
public sealed class DeletionService(
    JobReader reader, DeletionMarks marks, StopSignals stops, ILimitsStore limitsStore, IDurableTaskClientProvider clients, TimeProvider time)
{
    /// <summary>Deletes one job.</summary>
    /// <exception cref="RequestException"><c>not_found</c>, also when it was deleted before.</exception>
    public async Task DeleteAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        if (!await marks.AddAsync(jobId, new DeletionMark(caller.UserId, time.GetUtcNow()), cancellationToken))
            throw JobReader.NotFound();
        await limitsStore.AuditAsync(caller.UserId, "job-delete", jobId, cancellationToken);
        if (!JobTransitions.IsTerminal(job.Status.State))
        {
            await stops.RequestAsync(jobId, $"deleted by {caller.UserId}", cancellationToken);
            await clients.GetClient().RaiseEventAsync(jobId, JobEvents.Cancel, null, cancellationToken);
        }

        await StartAsync(jobId, cancellationToken);
    }

    /// <summary>Goes on with deletions whose orchestration was never started, or failed.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var jobId in await marks.ListAsync(null, cancellationToken))
        {
            if (await marks.FindAsync(jobId, cancellationToken) is not { Erased: null } mark)
                continue;
            await clients.GetClient().PurgeEndedAsync(EraseJobOrchestrator.IdOf(jobId), cancellationToken);
            if (await StartAsync(jobId, cancellationToken) && await reader.RunsAsync(jobId, cancellationToken))
            {
                // The host died between the mark and the stop.
                await stops.RequestAsync(jobId, $"deleted by {mark.By}", cancellationToken);
                await clients.GetClient().RaiseEventAsync(jobId, JobEvents.Cancel, null, cancellationToken);
            }
        }
    }

    private Task<bool> StartAsync(string jobId, CancellationToken cancellationToken) => clients.GetClient().StartOnceAsync(
        EraseJobOrchestrator.OrchestratorName, jobId, EraseJobOrchestrator.IdOf(jobId), cancellationToken);
}
