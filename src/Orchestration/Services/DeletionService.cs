using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;

namespace TransVox.Orchestration.Services;

/// <summary>Deletes jobs: hidden at once, then stopped and removed by an orchestration.</summary>
public sealed class DeletionService(
    JobReader reader, DeletionMarks marks, ILimitsStore limitsStore, IDurableTaskClientProvider clients, TimeProvider time)
{
    /// <summary>Deletes one job, and with it those of its languages.</summary>
    /// <exception cref="RequestException"><c>not_found</c>, also when it was deleted before.</exception>
    public async Task DeleteAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        // Noted first, so that no deletion is without its entry; once the job is marked, nobody's hanging up stops the rest.
        await limitsStore.AuditAsync(caller.UserId, "job-delete", jobId, cancellationToken);
        if (!await marks.AddAsync(jobId, new DeletionMark(caller.UserId, time.GetUtcNow()), cancellationToken))
            throw JobReader.NotFound();
        foreach (var language in job.Request.Languages)
            await DeleteAsync(language.JobId, caller.UserId, CancellationToken.None);
        await StartAsync(jobId, CancellationToken.None);
    }

    /// <summary>Deletes a job that goes with something else; again if need be.</summary>
    public async Task DeleteAsync(string jobId, string by, CancellationToken cancellationToken)
    {
        await marks.AddAsync(jobId, new DeletionMark(by, time.GetUtcNow()), cancellationToken);
        await clients.GetClient().PurgeEndedAsync(EraseJobOrchestrator.IdOf(jobId), cancellationToken);
        await StartAsync(jobId, cancellationToken);
    }

    /// <summary>Goes on with deletions whose orchestration was never started, or failed.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var jobId in await marks.ListAsync(null, cancellationToken))
        {
            if (await marks.FindAsync(jobId, cancellationToken) is not { Erased: null })
                continue;
            await clients.GetClient().PurgeEndedAsync(EraseJobOrchestrator.IdOf(jobId), cancellationToken);
            await StartAsync(jobId, cancellationToken);
        }
    }

    private Task<bool> StartAsync(string jobId, CancellationToken cancellationToken) => clients.GetClient().StartOnceAsync(
        EraseJobOrchestrator.OrchestratorName, jobId, EraseJobOrchestrator.IdOf(jobId), cancellationToken);
}
