using TransVox.Cli.Download;
using TransVox.Cli.Http;
using TransVox.Cli.Output;
using TransVox.Cli.Upload;

namespace TransVox.Cli.Commands;

/// <summary>Submits the files one after the other (one upload has the whole line) while the jobs that exist are watched.</summary>
internal sealed class SubmitBatch(TransVoxClient client, Submitter submitter, SubmitRequest request)
{
    public async Task<IReadOnlyList<SubmitResult>> RunAsync(IJobDisplay display, CancellationToken cancellationToken)
    {
        var running = new List<Task<SubmitResult>>();
        foreach (var file in request.Files)
        {
            var started = TimeProvider.System.GetTimestamp();
            try
            {
                var key = request.IdempotencyKey;
                var (job, replayed) = await submitter.SubmitAsync(file, request.Fields, key, request.DeriveKeys, new UploadProgress(file, display), cancellationToken);
                running.Add(FinishAsync(file, job, replayed, started, display, cancellationToken));
            }
            catch (ServiceException e)
            {
                running.Add(Task.FromResult(new SubmitResult(new SubmittedJob(file.Shown, null, e.ToBody()), false, TimeSpan.Zero, e.ExitCode)));
                // What refuses one file refuses the others: they stay for the next run, in their order.
                if (e.ExitCode is ExitCodes.Refused or ExitCodes.Unreachable or ExitCodes.Denied)
                    break;
            }
        }

        return await Task.WhenAll(running);
    }

    private async Task<SubmitResult> FinishAsync(SourceFile file, JobView job, bool replayed, long started, IJobDisplay display, CancellationToken cancellationToken)
    {
        if (!request.Watch)
            return new SubmitResult(new SubmittedJob(file.Shown, job), replayed, TimeSpan.Zero, ExitCodes.Ok);
        try
        {
            var ended = await JobWatcher.WatchAsync(client, file.Shown, job, display, cancellationToken);
            IReadOnlyList<string>? files = null;
            if (request.OutputFolder is { } folder && ended.IsCompleted())
                files = await DownloadAsync(ended, FolderOf(folder, file), cancellationToken);
            var wall = TimeProvider.System.GetElapsedTime(started);
            var completed = ended.IsCompleted() && ended.Languages.All(language => language.State == JobState.Completed);
            return new SubmitResult(new SubmittedJob(file.Shown, ended, null, files), replayed, wall, completed ? ExitCodes.Ok : ExitCodes.JobFailed);
        }
        catch (ServiceException e)
        {
            return new SubmitResult(new SubmittedJob(file.Shown, job, e.ToBody()), replayed, TimeSpan.Zero, e.ExitCode);
        }
    }

    /// <summary>The results; those of each of several languages in a folder of its own.</summary>
    private async Task<IReadOnlyList<string>> DownloadAsync(JobView job, string folder, CancellationToken cancellationToken)
    {
        var files = new List<string>(await new Downloader(client).RunAsync(job, [], folder, cancellationToken));
        foreach (var language in job.Languages.Where(language => language.State == JobState.Completed))
        {
            var own = await client.GetJobAsync(language.JobId, cancellationToken);
            files.AddRange(await new Downloader(client).RunAsync(own, [], Path.Combine(folder, language.Language), cancellationToken));
        }

        return files;
    }

    /// <summary>A batch has a folder per video, because every result has files of the same names.</summary>
    private string FolderOf(string folder, SourceFile file) =>
        request.Files.Count == 1 ? folder : Path.Combine(folder, Path.GetFileNameWithoutExtension(file.Name));

    private sealed class UploadProgress(SourceFile file, IJobDisplay display) : IProgress<long>
    {
        public void Report(long value) => display.Uploading(file.Shown, value, file.Length);
    }
}
