using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>New jobs from old ones: retries and revisions. Stages whose inputs did not change are found in the work store.</summary>
public sealed class RetryService(
    JobReader reader, JobStarter starter, JobSubmitter submitter, ReviewService review, WorkStore work, FetchStore fetches, ILimitsStore limitsStore, TimeProvider time)
{
    /// <summary>The same again, from the failed stage or a named one.</summary>
    public async Task<SubmitOutcome> RetryAsync(Caller caller, JobSnapshot job, Stage? fromStage, CancellationToken cancellationToken)
    {
        if (!JobTransitions.IsTerminal(job.Status.State))
            throw new RequestException(ErrorCodes.Conflict, $"The job is {job.Status.State}. Only a job that has ended can be retried.");
        if (fromStage is { } stage && !Enum.IsDefined(stage))
            throw SubmitChecks.Invalid("'fromStage' is not a stage.");
        if (fromStage is { } first && job.Request.Plan.Count > 0
            && job.Request.Plan.Concat(job.Request.Languages.SelectMany(language => language.Plan)).All(p => p.Stage < first || p.Skip))
            throw SubmitChecks.Invalid($"This job has no stage from {first} on. Its last one is {job.Request.Plan.Last(p => !p.Skip).Stage}.");
        return await StartAsync(caller, job, ProvidedFor(job.Request, fromStage), fromStage, job.Request.Review, cancellationToken);
    }

    /// <summary>What comes with a retry; of what a language's job shares with others, nothing that is to be made again.</summary>
    private static IReadOnlyDictionary<string, ArtifactRef> ProvidedFor(JobRequest job, Stage? fromStage) =>
        job.ParentId is not null && fromStage is { } first && JobPlanner.IsShared(first)
            ? job.Provided.Where(artifact => artifact.Key == Artifacts.Brought).ToDictionary()
            : job.Provided;

    /// <summary>Dubs again with changed cues. Clips of cues that stayed are reused, and who speaks keeps the voice.</summary>
    public async Task<SubmitOutcome> ReviseAsync(Caller caller, JobSnapshot job, IReadOnlyList<Cue> cues, CancellationToken cancellationToken)
    {
        if (job.Status.State != JobState.Completed)
            throw new RequestException(ErrorCodes.Conflict, $"The job is {job.Status.State}. Only a completed job can be revised.");
        CueRules.Require(cues, job.Status.MediaSeconds);
        var record = await reader.ReadRecordAsync(job.Request.JobId, cancellationToken);
        var name = job.Request.Options.Output == OutputKind.Transcript ? Artifacts.Transcript : Artifacts.Translation;
        if (record?.Artifacts.GetValueOrDefault(name) is not { } text)
            throw new RequestException(ErrorCodes.Conflict, "The results of this job are not kept any more. Submit the video again.");
        var transcript = await work.ReadTranscriptAsync(text, cancellationToken);
        var kept = CueRules.KeepMarks(CueMarkup.Restore(cues, transcript.Cues), transcript.Cues);
        var edited = await review.StoreAsync(job.Request.UserId, name, transcript with { Cues = kept, Reviewed = true }, cancellationToken);
        var provided = new Dictionary<string, ArtifactRef> { [name] = edited };
        foreach (var other in new[] { Artifacts.Brought, Artifacts.Transcript, Artifacts.Clips, Artifacts.ClipIndex, Artifacts.Speakers, Artifacts.References })
        {
            // A brought translation would be made of the file again.
            if (!(other == Artifacts.Brought && job.Request.Options.BringsTranslation()) && record.Artifacts.TryGetValue(other, out var artifact))
                provided.TryAdd(other, artifact);
        }

        return await StartAsync(caller, job, provided, null, false, cancellationToken);
    }

    private async Task<SubmitOutcome> StartAsync(
        Caller caller, JobSnapshot job, IReadOnlyDictionary<string, ArtifactRef> provided, Stage? runFrom, bool withReview, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var old = job.Request;
        var command = new SubmitCommand
        {
            FileName = old.FileName,
            // What is brought along was made for the language that was found.
            Options = provided.Count > 0 ? job.Status.Options(old) : old.Options,
            Priority = old.Priority,
            Review = withReview,
        };
        var pool = LimitsFromOptions.PoolsOf(limits, starter.DefaultPool).Contains(old.Pool) ? old.Pool : starter.DefaultPool;
        var jobId = JobIds.New(old.UserId, time.GetUtcNow());
        var source = old.Source.IsStored ? old.Source : SourceRef.Expected(BlobPaths.Upload(old.UserId, jobId, old.FileName));
        var request = starter.Compose(jobId, old.UserId, command, source, pool, limits, provided) with
        {
            SourceUrl = old.SourceUrl,
            SubmittedBy = caller.Actor,
            BasedOn = old.JobId,
            RunFrom = runFrom,
        };
        if (source.IsStored)
            return await submitter.StartCopyAsync(request, limits, cancellationToken);
        await fetches.CopyAsync(old.JobId, jobId, cancellationToken);
        try
        {
            return await submitter.StartCopyAsync(request, limits, cancellationToken);
        }
        catch (RequestException)
        {
            await fetches.RemoveAsync(jobId, CancellationToken.None);
            throw;
        }
    }
}
