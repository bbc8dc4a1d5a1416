using System.Text.Json;
using Azure;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>The review between translation and synthesis: cues with optimistic concurrency, and approval.</summary>
public sealed class ReviewService(BlobAreas areas, WorkStore work, IDurableTaskClientProvider clients, JobReader reader)
{
    private readonly JsonBlobs _work = new(areas.Work);

    /// <summary>The cues: under review the edited ones, later those of the result.</summary>
    public async Task<SubtitleDocument> GetAsync(JobSnapshot job, CancellationToken cancellationToken)
    {
        if (job.Status.State == JobState.AwaitingReview)
        {
            var (document, etag) = await CurrentAsync(job, cancellationToken);
            return Document(job, etag, !document.Approved, document.Cues);
        }

        var record = JobTransitions.IsTerminal(job.Status.State) ? await reader.ReadRecordAsync(job.Request.JobId, cancellationToken) : null;
        var artifact = record?.Artifacts.GetValueOrDefault(Artifacts.Translation) ?? record?.Artifacts.GetValueOrDefault(Artifacts.Transcript);
        if (artifact is null)
            throw new RequestException(ErrorCodes.NotFound, "This job has no subtitles yet.");
        var transcript = await work.ReadTranscriptAsync(artifact, cancellationToken);
        return Document(job, artifact.Sha256, false, transcript.Cues);
    }

    /// <summary>Replaces the cues, if they are still those that the caller saw.</summary>
    public async Task<SubtitleDocument> PutAsync(
        Caller caller, JobSnapshot job, IReadOnlyList<Cue> cues, string? ifMatch, CancellationToken cancellationToken)
    {
        RequireReview(job);
        if (ifMatch is null)
            throw new RequestException(ErrorCodes.PreconditionFailed, "Send the ETag of the subtitles that you edited as If-Match.");
        CueRules.Require(cues, job.Status.MediaSeconds);
        var (current, version) = await CurrentAsync(job, cancellationToken);
        RequireOpen(current);
        RequireMatch(ifMatch, version);
        cues = CueRules.KeepMarks(cues, current.Cues);
        var next = new ReviewDocument(cues, false, caller.UserId);
        var written = await _work.TryWriteAsync(PathOf(job), next, version.Stored, cancellationToken) ?? throw Changed();
        return Document(job, new Version(written, null), true, cues);
    }

    /// <summary>Ends the review. Safe to repeat: an approval that got lost on its way is sent again.</summary>
    public async Task ApproveAsync(Caller caller, JobSnapshot job, string? ifMatch, CancellationToken cancellationToken)
    {
        RequireReview(job);
        var (current, version) = await CurrentAsync(job, cancellationToken);
        if (!current.Approved)
        {
            if (ifMatch is not null)
                RequireMatch(ifMatch, version);
            CueRules.Require(current.Cues, job.Status.MediaSeconds);
            var approved = current with { Approved = true, By = caller.UserId };
            if (await _work.TryWriteAsync(PathOf(job), approved, version.Stored, cancellationToken) is null)
                throw Changed();
        }

        var machine = await work.ReadTranscriptAsync(job.Status.ReviewOf!, cancellationToken);
        var translation = await StoreAsync(job.Request.UserId, Artifacts.Translation, machine with { Cues = CueMarkup.Restore(current.Cues, machine.Cues), Reviewed = true }, cancellationToken);
        await clients.GetClient().RaiseEventAsync(job.Request.JobId, JobEvents.Approve, new ReviewApproval(translation, caller.UserId, caller.KeyId), cancellationToken);
    }

    /// <summary>Stores edited cues for what follows of this job or of a new one.</summary>
    /// <param name="userId">Owner.</param>
    /// <param name="name">The artifact that they replace.</param>
    /// <param name="transcript">The cues.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ArtifactRef> StoreAsync(string userId, string name, Transcript transcript, CancellationToken cancellationToken) =>
        await work.AddProvidedAsync(userId, name, JsonSerializer.SerializeToUtf8Bytes(transcript, PipelineJson.Options), cancellationToken);

    private async Task<(ReviewDocument Document, Version Version)> CurrentAsync(JobSnapshot job, CancellationToken cancellationToken)
    {
        if (await _work.ReadAsync<ReviewDocument>(PathOf(job), cancellationToken) is { } edited)
            return (edited.Value, new Version(edited.ETag, null));
        var machine = job.Status.ReviewOf ?? throw new RequestException(ErrorCodes.Conflict, "The review is over.");
        var transcript = await work.ReadTranscriptAsync(machine, cancellationToken);
        return (new ReviewDocument(transcript.Cues, false, ""), new Version(null, machine.Sha256));
    }

    private static SubtitleDocument Document(JobSnapshot job, Version version, bool editable, IReadOnlyList<Cue> cues) =>
        Document(job, version.Text, editable, cues);

    private static SubtitleDocument Document(JobSnapshot job, string etag, bool editable, IReadOnlyList<Cue> cues) =>
        new(etag, editable, [.. cues.Select(cue => cue.ToWire())], CueRules.Check(cues, job.Status.MediaSeconds, job.Request.Options.Output != OutputKind.Transcript));

    private static void RequireReview(JobSnapshot job)
    {
        if (job.Status.State != JobState.AwaitingReview)
            throw new RequestException(ErrorCodes.Conflict, $"The job does not wait for a review; it is {job.Status.State}.");
    }

    private static void RequireOpen(ReviewDocument document)
    {
        if (document.Approved)
            throw new RequestException(ErrorCodes.Conflict, "The subtitles were approved already.");
    }

    private static void RequireMatch(string ifMatch, Version version)
    {
        var given = ifMatch.StartsWith("W/", StringComparison.Ordinal) ? ifMatch[2..] : ifMatch;
        if (given.Trim('"') != version.Text && given != "*")
            throw Changed();
    }

    private static RequestException Changed() =>
        new(ErrorCodes.PreconditionFailed, "Somebody else changed the subtitles meanwhile. Load them again.");

    private static string PathOf(JobSnapshot job) => BlobPaths.Review(job.Request.UserId, job.Request.JobId);

    /// <summary>Version of the cues: of the edited document, or the hash of the machine's before there is one.</summary>
    private readonly record struct Version(ETag? Stored, string? Machine)
    {
        public string Text => Stored?.ToString().Trim('"') ?? Machine!;
    }
}
