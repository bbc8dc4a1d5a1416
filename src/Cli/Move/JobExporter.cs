using System.Net;
using TransVox.Cli.Download;
using TransVox.Cli.Http;

namespace TransVox.Cli.Move;

/// <summary>One run of an export: whatever is there to be copied is copied, and what the other service holds is withdrawn.</summary>
internal sealed class JobExporter(TransVoxClient client, MoveFolder folder)
{
    private readonly Downloader _downloader = new(client);

    public async Task<MoveReport> RunAsync(CancellationToken cancellationToken)
    {
        var (finished, waiting, left) = (new List<string>(), new List<string>(), new List<LeftJob>());
        foreach (var id in folder.Waiting.Where(id => folder.StepOf(id) == MoveStep.Held))
        {
            folder.SetStep(id, await WithdrawAsync(id, cancellationToken));
            waiting.Add(id);
        }

        var jobs = await client.ListAllAsync(cancellationToken);
        var open = jobs.Where(job => !job.HasEnded()).Select(job => job.Id).ToHashSet();
        foreach (var job in jobs)
        {
            var step = folder.StepOf(job.Id);
            if (job.HasEnded() && (job.ParentId is null || !open.Contains(job.ParentId)))
            {
                // What was withdrawn is no result, and what is held there would be in the way.
                if ((step is null or MoveStep.Exported) && !folder.HasFinished(job.Id) && await TryCopyAsync(job.Id, folder.FinishedFolder, cancellationToken))
                    finished.Add(job.Id);
            }
            else if (step is null && IsWaiting(job) && await TryCopyAsync(job.Id, folder.WaitingFolder, cancellationToken))
            {
                waiting.Add(job.Id);
            }
            else if (step is null)
            {
                left.Add(new LeftJob(job.Id, OpenEnum.NameOf(job.State)));
            }
        }

        return new MoveReport(finished, waiting, [.. folder.Waiting.Where(id => folder.StepOf(id) != MoveStep.Done)], left);
    }

    private static bool IsWaiting(JobView job) => !job.HasEnded() && job.StartedAt is null && job.ParentId is null;

    private async Task<MoveStep> WithdrawAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.WithdrawAsync(id, folder.Id, cancellationToken)).State == MoveState.Withdrawn ? MoveStep.Withdrawn : MoveStep.Kept;
        }
        catch (ServiceException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Deleted meanwhile, so that nobody wants it.
            return MoveStep.Kept;
        }
    }

    private async Task<bool> TryCopyAsync(string id, string target, CancellationToken cancellationToken)
    {
        try
        {
            MoveFolder.Flush(await _downloader.DownloadAsync(TransVoxClient.BundleAddress(id), id + ".tar", target, cancellationToken));
            return true;
        }
        catch (ServiceException e) when (e.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            // It has started, or was deleted, since it was listed.
            return false;
        }
    }
}
