using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Intake;

/// <summary>
/// What the blob trigger of either host calls. A video at <c>input/{userId}/{fileName}</c> becomes a job whose id follows from the
/// blob's name and version, so an event that comes twice, or again after a restart, starts nothing twice. A video that cannot be
/// taken becomes a rejected job with the reason, so that its owner sees it.
/// </summary>
public sealed class BlobIntake(
    BlobAreas areas, JobStarter starter, JobReader reader, ILimitsStore limitsStore, IStageRunner runner, GlossaryStore glossaries,
    DeletionMarks marks, ILogger<BlobIntake> logger)
{
    /// <summary>Handles one event.</summary>
    /// <param name="path">Path in the input container.</param>
    /// <param name="cancellationToken">Ends the attempt; the trigger delivers the event again.</param>
    /// <exception cref="RequestException"><c>disk_full</c>: for now; the video stays where it is until there is room.</exception>
    public async Task<IntakeOutcome> HandleAsync(string path, CancellationToken cancellationToken)
    {
        // Three parts: an upload through the API, which starts its job itself, or never does and is removed by retention.
        if (path.Split('/') is not [var userId, var fileName] || !UserIds.IsValid(userId) || fileName.Length == 0)
        {
            IntakeLog.Ignored(logger, path);
            return new IntakeOutcome(IntakeResult.Ignored, null);
        }

        using var span = Tracing.Source.StartActivity("receive input", ActivityKind.Consumer);
        BlobProperties blob;
        try
        {
            blob = (await areas.Input.GetBlobClient(path).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return new IntakeOutcome(IntakeResult.Gone, null);
        }

        var jobId = JobIds.ForBlob(userId, blob.LastModified, path, blob.ETag.ToString());
        if (await marks.ContainsAsync(jobId, cancellationToken) || await ExistsAsync(userId, jobId, cancellationToken))
            return new IntakeOutcome(IntakeResult.Duplicate, jobId);
        span?.SetTag("transvox.job.id", jobId).SetTag("enduser.pseudo.id", UserIds.Pseudonym(userId));
        var started = await StartAsync(userId, jobId, path, fileName, blob, cancellationToken);
        IntakeLog.Taken(logger, path, jobId, started);
        return new IntakeOutcome(started, jobId);
    }

    private async Task<IntakeResult> StartAsync(
        string userId, string jobId, string path, string fileName, BlobProperties blob, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var source = new SourceRef(path, blob.ETag.ToString(), blob.ContentLength);
        var command = new SubmitCommand { FileName = fileName, Options = new DubbingOptions { TargetLanguage = "und" } };
        JobError? rejection = null;
        var pool = starter.DefaultPool;
        var placed = false;
        try
        {
            command = BlobOptions.Parse(fileName, blob.Metadata, await glossaries.GetAsync(userId, cancellationToken));
            pool = SubmitChecks.Check(command, limits, starter.DefaultPool, runner);
            if (blob.ContentLength == 0)
                throw new RequestException(ErrorCodes.EmptyFile, "The file is empty.");
            if (blob.ContentLength > limits.MaxVideoSizeMb * 1024L * 1024L)
                throw UploadStore.TooLarge(limits.MaxVideoSizeMb * 1024L * 1024L);
            await starter.TakePlaceAsync(jobId, userId, command, pool, limits, new Dictionary<string, ArtifactRef>(), cancellationToken);
            placed = true;
        }
        catch (RequestException e) when (e.Code != ErrorCodes.DiskFull)
        {
            rejection = new JobError(e.Code, e.Message, Retryable: e.RetryAfter is not null || e.Code == ErrorCodes.UserBusy);
        }

        try
        {
            var request = starter.Compose(jobId, userId, command, source, pool, limits, rejection: rejection);
            var fresh = await starter.StartAsync(request, CancellationToken.None);
            return !fresh ? IntakeResult.Duplicate : rejection is null ? IntakeResult.Started : IntakeResult.Rejected;
        }
        catch when (placed)
        {
            await starter.GiveUpAsync(jobId);
            throw;
        }
    }

    private async Task<bool> ExistsAsync(string userId, string jobId, CancellationToken cancellationToken)
    {
        try
        {
            await reader.FindAsync(new Caller(userId), jobId, cancellationToken);
            return true;
        }
        catch (RequestException e) when (e.Code == ErrorCodes.NotFound)
        {
            return false;
        }
    }
}
