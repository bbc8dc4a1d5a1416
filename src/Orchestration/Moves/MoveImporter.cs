using System.Formats.Tar;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Moves;

/// <summary>The side that jobs come to. A bundle is foreign input: whatever of it becomes part of a path is checked before.</summary>
public sealed class MoveImporter(
    BlobAreas areas, UploadStore uploads, JobStarter starter, JobSubmitter submitter, IStageRunner runner, IDurableTaskClientProvider clients,
    DeletionMarks marks, ILimitsStore limitsStore, TimeProvider time)
{
    private readonly JsonBlobs _system = new(areas.System);
    private readonly JsonBlobs _outputs = new(areas.Output);

    /// <summary>Takes a bundle in: a finished job is there then, one that waits is held.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c> and the codes of a submission: it cannot be taken.</exception>
    public async Task<MovedJob> ImportAsync(Caller caller, string jobId, Stream bundle, CancellationToken cancellationToken)
    {
        try
        {
            var state = await IsThereAsync(jobId, cancellationToken) ? MoveState.Present : await ReadAsync(caller, jobId, bundle, cancellationToken);
            // A body that is not read would end the connection before the answer.
            await bundle.CopyToAsync(Stream.Null, cancellationToken);
            return new MovedJob(jobId, state);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException or FormatException)
        {
            throw SubmitChecks.Invalid("This is no bundle of a job, or one that was cut off. Export it again.");
        }
    }

    /// <summary>Starts a job that is held.</summary>
    /// <exception cref="RequestException"><c>not_found</c>; <c>queue_full</c> and the like: it is held on.</exception>
    public async Task<MovedJob> ReleaseAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        RequireId(jobId);
        if (await clients.GetClient().GetInstanceAsync(jobId, cancellationToken) is null)
        {
            var held = await _system.ReadAsync<JobRequest>(BlobPaths.Held(jobId), cancellationToken) ?? throw JobReader.NotFound();
            var limits = await limitsStore.GetAsync(cancellationToken);
            // It has waited elsewhere: its place in the order counts from its submission, its timeout from now.
            var waited = Math.Max(0, (time.GetUtcNow() - held.Value.SubmittedAt).TotalSeconds);
            var request = held.Value with { Policy = held.Value.Policy with { QueueTimeout = limits.QueueTimeout + waited } };
            await limitsStore.AuditAsync(caller.UserId, "job-release", jobId, cancellationToken);
            await submitter.StartCopyAsync(request, limits, cancellationToken);
        }

        await _system.DeleteAsync(BlobPaths.Held(jobId), null, cancellationToken);
        return new MovedJob(jobId, MoveState.Present);
    }

    /// <summary>Forgets a job that is held.</summary>
    public async Task DropAsync(Caller caller, string jobId, CancellationToken cancellationToken)
    {
        RequireId(jobId);
        if (await _system.ReadAsync<JobRequest>(BlobPaths.Held(jobId), cancellationToken) is not { } held)
            return;
        await limitsStore.AuditAsync(caller.UserId, "job-drop", jobId, cancellationToken);
        if (await clients.GetClient().GetInstanceAsync(jobId, cancellationToken) is null)
            await uploads.DeleteAsync(held.Value.Source.Blob, cancellationToken);
        await _system.DeleteAsync(BlobPaths.Held(jobId), null, cancellationToken);
    }

    private static string RequireId(string jobId) =>
        JobIds.UserOf(jobId) is { } user && user != UserIds.Sample ? user : throw SubmitChecks.Invalid("The address holds no id of a user's job.");

    /// <summary>Whether an earlier import, or a release, has brought it here already.</summary>
    private async Task<bool> IsThereAsync(string jobId, CancellationToken cancellationToken)
    {
        RequireId(jobId);
        if (await marks.ContainsAsync(jobId, cancellationToken))
            throw new RequestException(ErrorCodes.Conflict, "The job was deleted here.");
        return await clients.GetClient().GetInstanceAsync(jobId, cancellationToken) is not null;
    }

    private async Task<MoveState> ReadAsync(Caller caller, string jobId, Stream bundle, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(bundle, leaveOpen: true);
        var record = await MoveRecord.ReadAsync(tar, jobId, cancellationToken);
        if (record.Status is null && await areas.System.GetBlobClient(BlobPaths.Held(jobId)).ExistsAsync(cancellationToken))
            return MoveState.Held;
        var limits = await limitsStore.GetAsync(cancellationToken);
        // Before a byte of the video is stored: what this service cannot do stays where it is.
        var (pool, command) = record.Status is null ? Check(record.Request, limits) : default;
        await limitsStore.AuditAsync(caller.UserId, "job-import", jobId, cancellationToken);
        var request = record.Request with { Provided = new Dictionary<string, ArtifactRef>(), Webhooks = false };
        var provided = new Dictionary<string, ArtifactRef>();
        var whole = false;
        while (await MoveRecord.NextAsync(tar, cancellationToken) is { } entry)
        {
            var content = entry.DataStream ?? Stream.Null;
            if (entry.Name == MoveRecord.End)
                whole = true;
            else if (entry.Name == MoveRecord.Source)
                request = request with { Source = await uploads.StoreAsync(request.UserId, jobId, request.FileName, content, MaxBytes(record, limits), cancellationToken) };
            else if (entry.Name.StartsWith(MoveRecord.Provided, StringComparison.Ordinal) && record.Request.Provided.TryGetValue(entry.Name[MoveRecord.Provided.Length..], out var artifact))
                provided[entry.Name[MoveRecord.Provided.Length..]] = await StoreAsync(request.UserId, entry.Name[MoveRecord.Provided.Length..], artifact, content, cancellationToken);
            else if (record.Status is not null && entry.Name.StartsWith(MoveRecord.Output, StringComparison.Ordinal))
                await StoreOutputAsync(request, entry.Name[MoveRecord.Output.Length..], content, cancellationToken);
            else
                throw SubmitChecks.Invalid($"The bundle holds what does not belong into it: '{entry.Name}'.");
        }

        if (!whole)
            throw new EndOfStreamException();
        if (record.Status is { } status)
            return await EndAsync(request, status.Fetched is null ? status : status with { Fetched = request.Source }, cancellationToken);
        if (provided.Count != record.Request.Provided.Count || request.Source.ETag == record.Request.Source.ETag)
            throw new EndOfStreamException();
        var composed = starter.Compose(jobId, request.UserId, command!, request.Source, pool!, limits, provided) with
        {
            SubmittedAt = request.SubmittedAt,
            SubmittedBy = request.SubmittedBy,
            SourceUrl = request.SourceUrl,
            BasedOn = request.BasedOn,
            RunFrom = request.RunFrom,
        };
        await _system.WriteAsync(BlobPaths.Held(jobId), composed, cancellationToken);
        return MoveState.Held;
    }

    private (string Pool, SubmitCommand Command) Check(JobRequest request, LiveLimits limits)
    {
        var known = LimitsFromOptions.PoolsOf(limits, starter.DefaultPool).Contains(request.Pool);
        var command = new SubmitCommand
        {
            FileName = request.FileName,
            Options = request.Options,
            Priority = request.Priority,
            Pool = known ? request.Pool : null,
            Review = request.Review,
            Subtitles = request.Provided.ContainsKey(Artifacts.Brought) ? [] : null,
        };
        return (SubmitChecks.Check(command, limits, starter.DefaultPool, runner), command);
    }

    /// <summary>A finished job is an orchestration that only says how it ended; its record is written before, as by one that ran.</summary>
    private async Task<MoveState> EndAsync(JobRequest request, JobStatus status, CancellationToken cancellationToken)
    {
        var record = new JobRecord(1, request, status, new Dictionary<string, ArtifactRef>());
        await _outputs.WriteAsync(BlobPaths.Output(request.UserId, request.JobId, request.FileName, "job.json"), record, cancellationToken);
        await clients.GetClient().StartOnceAsync(JobStarter.OrchestratorOf(request), request with { Ended = status }, request.JobId, CancellationToken.None);
        // It was held while it waited elsewhere, and has ended there.
        await _system.DeleteAsync(BlobPaths.Held(request.JobId), null, cancellationToken);
        return MoveState.Present;
    }

    private async Task StoreOutputAsync(JobRequest request, string name, Stream content, CancellationToken cancellationToken)
    {
        if (!MoveRecord.IsName(name))
            throw SubmitChecks.Invalid($"'{name}' is no name of a result.");
        var options = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = ContentTypes.Of(name) } };
        await areas.Output.GetBlobClient(BlobPaths.Output(request.UserId, request.JobId, request.FileName, name)).UploadAsync(content, options, cancellationToken);
    }

    private async Task<ArtifactRef> StoreAsync(string userId, string name, ArtifactRef artifact, Stream content, CancellationToken cancellationToken)
    {
        var path = BlobPaths.Provided(userId, artifact.Sha256, name);
        await using var counted = new UploadStream(content, long.MaxValue);
        await areas.Work.GetBlobClient(path).UploadAsync(counted, overwrite: true, cancellationToken);
        if (counted.Hash() == artifact.Sha256)
            return artifact with { Blob = path };
        await areas.Work.DeleteBlobIfExistsAsync(path, cancellationToken: cancellationToken);
        throw new InvalidDataException();
    }

    private static long MaxBytes(MoveRecord record, LiveLimits limits) => record.Status is null ? limits.MaxVideoSizeMb * 1024L * 1024L : long.MaxValue;
}
