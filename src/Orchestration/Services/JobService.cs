using Microsoft.DurableTask.Client;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Storage;
using IStageRunner = TransVox.Pipeline.Stages.IStageRunner;

namespace TransVox.Orchestration.Services;

/// <summary>What users can do, put together from the services beside it.</summary>
public sealed class JobService(
    JobReader reader, JobSubmitter submitter, UploadStore uploads, RetryService retries, ReviewService reviews, SpeechPreview previews, FileService files,
    WatchService watch, TimelineService timelines, QueueService queue, GlossaryStore glossaries, StopSignals stops, ILimitsStore limitsStore, IDurableTaskClientProvider clients,
    DeletionService deletions, ExportService exports, IStageRunner runner) : IJobService
{
    public Task<SubmitOutcome> SubmitAsync(Caller caller, SubmitCommand command, Stream video, CancellationToken cancellationToken) =>
        submitter.SubmitAsync(caller, command, video, cancellationToken);

    public Task<SubmitOutcome> SubmitUploadedAsync(Caller caller, SubmitCommand command, string uploadId, CancellationToken cancellationToken) =>
        submitter.SubmitUploadedAsync(caller, command, uploadId, cancellationToken);

    public Task<SubmitOutcome> SubmitAddressAsync(Caller caller, SubmitCommand command, CancellationToken cancellationToken) =>
        submitter.SubmitAddressAsync(caller, command, cancellationToken);

    public async Task<UploadLink> CreateUploadAsync(Caller caller, string fileName, long? size, CancellationToken cancellationToken)
    {
        if (!FileNames.IsValid(fileName))
            throw new RequestException(ErrorCodes.InvalidFileName, "The file's name must have 1 to 255 bytes of UTF-8 and not only white space. Rename the file.");
        var limits = await limitsStore.GetAsync(cancellationToken);
        var maxBytes = limits.MaxVideoSizeMb * 1024L * 1024L;
        if (size > maxBytes)
            throw UploadStore.TooLarge(maxBytes);
        return await uploads.CreateLinkAsync(caller.UserId, fileName, maxBytes, cancellationToken);
    }

    public async Task<JobView> GetAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        return await ViewAsync(job, cancellationToken);
    }

    public Task<JobTimeline> GetTimelineAsync(Caller caller, string jobId, string? after, int limit, CancellationToken cancellationToken) =>
        timelines.GetAsync(caller, jobId, after, limit, cancellationToken);

    public async Task<JobPage> ListAsync(Caller caller, JobFilter filter, CancellationToken cancellationToken)
    {
        if (filter.IdempotencyKey is { } key)
            return new JobPage(await submitter.FindByKeyAsync(caller, key, cancellationToken) is { } job ? [job] : [], null);
        var (jobs, next) = await reader.ListAsync(caller, filter, cancellationToken);
        var views = new List<JobView>(jobs.Count);
        foreach (var job in jobs)
            views.Add(await ViewAsync(job, cancellationToken));
        return new JobPage(filter.AllUsers ? [.. views.OrderByDescending(v => v.CreatedAt)] : views, next);
    }

    public async Task<JobView> CancelAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        if (JobTransitions.IsTerminal(job.Status.State))
        {
            return job.Status.State == JobState.Cancelled
                ? await ViewAsync(job, cancellationToken)
                : throw new RequestException(ErrorCodes.Conflict, $"The job has ended already: {job.Status.State}.");
        }

        // The marker first: once the orchestration knows, its activities can.
        foreach (var id in job.Request.Languages.Select(language => language.JobId).Prepend(jobId))
            await stops.RequestAsync(id, $"cancelled by {caller.UserId}", cancellationToken);
        await clients.GetClient().RaiseEventAsync(jobId, JobEvents.Cancel, caller.Actor, cancellationToken);
        return await ViewAsync(job, cancellationToken) with { CancelRequested = true };
    }

    public Task DeleteAsync(Caller caller, string jobId, CancellationToken cancellationToken) => deletions.DeleteAsync(caller, jobId, cancellationToken);

    public async Task<SubmitOutcome> RetryAsync(Caller caller, string jobId, Stage? fromStage, CancellationToken cancellationToken) =>
        await retries.RetryAsync(caller, await reader.FindAsync(caller, jobId, cancellationToken), fromStage?.ToDomain(), cancellationToken);

    public async Task<SubtitleDocument> GetSubtitlesAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        await reviews.GetAsync(await reader.FindAsync(caller, jobId, cancellationToken), cancellationToken);

    public async Task<SubtitleDocument> PutSubtitlesAsync(
        Caller caller, string jobId, IReadOnlyList<Cue> cues, string? ifMatch, CancellationToken cancellationToken) =>
        await reviews.PutAsync(caller, await reader.FindAsync(caller, jobId, cancellationToken), [.. cues.Select(cue => cue.ToDomain())], ifMatch, cancellationToken);

    public async Task<JobView> ApproveAsync(Caller caller, string jobId, string? ifMatch, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(caller, jobId, cancellationToken);
        await reviews.ApproveAsync(caller, job, ifMatch, cancellationToken);
        return await ViewAsync(job, cancellationToken);
    }

    public async Task<SubmitOutcome> ReviseAsync(Caller caller, string jobId, IReadOnlyList<Cue> cues, CancellationToken cancellationToken) =>
        await retries.ReviseAsync(caller, await reader.FindAsync(caller, jobId, cancellationToken), [.. cues.Select(cue => cue.ToDomain())], cancellationToken);

    public async Task<byte[]> SpeakAsync(Caller caller, string jobId, Cue cue, CancellationToken cancellationToken) =>
        await previews.SpeakAsync(caller, await reader.FindAsync(caller, jobId, cancellationToken), cue.ToDomain(), cancellationToken);

    public async Task<JobFile> OpenWaveformAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        await files.OpenWaveformAsync(await reader.FindAsync(caller, jobId, cancellationToken), cancellationToken);

    public async Task<JobFile> OpenFileAsync(Caller caller, string jobId, string name, CancellationToken cancellationToken) =>
        await files.OpenOutputAsync(await reader.FindAsync(caller, jobId, cancellationToken), name, cancellationToken);

    public async Task<JobFile> OpenSourceAsync(Caller caller, string jobId, CancellationToken cancellationToken) =>
        await files.OpenSourceAsync(await reader.FindAsync(caller, jobId, cancellationToken), cancellationToken);

    public IAsyncEnumerable<JobEvent> WatchAsync(Caller caller, string jobId, long afterId, CancellationToken cancellationToken) =>
        watch.WatchAsync(caller, jobId, afterId, cancellationToken);

    public Task<QueuePlace> ForecastAsync(Caller caller, ForecastQuery query, CancellationToken cancellationToken) =>
        queue.ForecastAsync(caller, query, cancellationToken);

    public Task<QueueView> GetQueueAsync(Caller caller, CancellationToken cancellationToken) => queue.GetAsync(caller, cancellationToken);

    public Task<MeView> GetMeAsync(Caller caller, CancellationToken cancellationToken) => queue.MeAsync(caller, cancellationToken);

    public LanguageCatalogue GetLanguages() => runner.Catalogue.ToWire();

    public Task<MeExport> ExportAsync(Caller caller, CancellationToken cancellationToken) => exports.ExportAsync(caller, cancellationToken);

    public async Task<IReadOnlyList<GlossaryTerm>> GetGlossaryAsync(Caller caller, CancellationToken cancellationToken) =>
        [.. (await glossaries.GetAsync(caller.UserId, cancellationToken)).Select(term => term.ToWire())];

    public Task PutGlossaryAsync(Caller caller, IReadOnlyList<GlossaryTerm> terms, CancellationToken cancellationToken) =>
        glossaries.PutAsync(caller.UserId, [.. terms.Select(term => term.ToDomain())], cancellationToken);

    private async Task<JobView> ViewAsync(JobSnapshot job, CancellationToken cancellationToken) =>
        await reader.ViewAsync(job, await queue.PlaceOfAsync(job, cancellationToken), cancellationToken);
}
