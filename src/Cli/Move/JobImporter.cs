using System.Net;
using TransVox.Cli.Http;

namespace TransVox.Cli.Move;

/// <summary>One run of an import: finished jobs are taken in, waiting ones held, and those that were withdrawn released, in the order of their submission.</summary>
internal sealed class JobImporter(TransVoxClient client, MoveFolder folder)
{
    private readonly List<LeftJob> _left = [];

    /// <summary>Why the run ended before its end; null: it did not.</summary>
    public ServiceException? Stopped { get; private set; }

    public async Task<MoveReport> RunAsync(CancellationToken cancellationToken)
    {
        var (finished, waiting) = (new List<string>(), new List<string>());
        foreach (var id in folder.Finished)
        {
            if (await TryAsync(id, () => client.ImportAsync(id, folder.FinishedFile(id), cancellationToken)) is null)
                continue;
            folder.FinishedIsDone(id);
            finished.Add(id);
        }

        foreach (var id in folder.Waiting)
        {
            if (Stopped is null && await StepAsync(id, cancellationToken))
                waiting.Add(id);
        }

        return new MoveReport(finished, waiting, [.. folder.Waiting.Where(id => folder.StepOf(id) != MoveStep.Done)], _left);
    }

    private async Task<bool> StepAsync(string id, CancellationToken cancellationToken)
    {
        switch (folder.StepOf(id))
        {
            case MoveStep.Exported:
                if (await TryAsync(id, () => client.ImportAsync(id, folder.WaitingFile(id), cancellationToken)) is null)
                    return false;
                folder.SetStep(id, MoveStep.Held);
                return true;
            case MoveStep.Withdrawn:
                if (await TryAsync(id, () => ReleaseAsync(id, cancellationToken)) is null)
                    return false;
                folder.SetStep(id, MoveStep.Done);
                return true;
            case MoveStep.Kept:
                await client.DropAsync(id, cancellationToken);
                folder.Forget(id);
                return true;
            default:
                return false;
        }
    }

    private async Task<MovedJob> ReleaseAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ReleaseHeldAsync(id, cancellationToken);
        }
        catch (ServiceException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Held for longer than it is kept there, and here it still is.
            await client.ImportAsync(id, folder.WaitingFile(id), cancellationToken);
            return await client.ReleaseHeldAsync(id, cancellationToken);
        }
    }

    /// <summary>Null when this job cannot be taken; the others can. A queue that is full would be for all of them.</summary>
    private async Task<MovedJob?> TryAsync(string id, Func<Task<MovedJob>> request)
    {
        try
        {
            return await request();
        }
        catch (ServiceException e) when (e.Status is HttpStatusCode.TooManyRequests)
        {
            Stopped = e;
        }
        catch (ServiceException e) when (e.Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            _left.Add(new LeftJob(id, $"{e.Code}: {e.Message}"));
        }

        return null;
    }
}
