using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>Submissions: check, take a place, take the video in, start. Whatever breaks off on the way leaves nothing.</summary>
public sealed class JobSubmitter(
    JobStarter starter, UploadStore uploads, IdempotencyStore idempotency, ILimitsStore limitsStore, IStageRunner runner,
    BroughtSubtitles subtitles, GlossaryStore glossaries, SourceAddresses addresses, FetchStore fetches, JobReader reader, TimeProvider time)
{
    /// <summary>Submits a video that comes with the request.</summary>
    public async Task<SubmitOutcome> SubmitAsync(Caller caller, SubmitCommand command, Stream video, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var pool = SubmitChecks.Check(command, limits, starter.DefaultPool, runner);
        var jobId = JobIds.New(caller.UserId, time.GetUtcNow());
        var prepared = new Prepared(caller, jobId, command, pool, limits);
        if (command.IdempotencyKey is not { } key)
            return await RunAsync(prepared, video, null, cancellationToken);

        var (claim, existing) = await idempotency.ClaimAsync(
            caller.UserId, key, IdempotencyStore.HashOf(command, null), jobId, ExistsAsync, cancellationToken);
        if (claim is null)
            return await ReplayAsync(caller, key, existing!, video, prepared.MaxBytes, cancellationToken);
        await using (claim)
            return await RunAsync(prepared, video, claim, cancellationToken);
    }

    /// <summary>Submits a video that was uploaded through a link; the upload's id is the job's, so that it starts once.</summary>
    public async Task<SubmitOutcome> SubmitUploadedAsync(Caller caller, SubmitCommand command, string uploadId, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var pool = SubmitChecks.Check(command, limits, starter.DefaultPool, runner);
        var source = await uploads.FindAsync(caller.UserId, uploadId, new Prepared(caller, uploadId, command, pool, limits).MaxBytes, cancellationToken);
        // A submission without a name of its own has the name that the upload was created with.
        if (command.FileName == uploadId)
            command = command with { FileName = source.Blob[(source.Blob.LastIndexOf('/') + 1)..] };
        return await StartUnderKeyAsync(caller, new Prepared(caller, uploadId, command, pool, limits), source, uploadId, cancellationToken);
    }

    /// <summary>Submits a video that the job fetches from an address.</summary>
    public async Task<SubmitOutcome> SubmitAddressAsync(Caller caller, SubmitCommand command, CancellationToken cancellationToken)
    {
        var limits = await limitsStore.GetAsync(cancellationToken);
        var pool = SubmitChecks.Check(command, limits, starter.DefaultPool, runner);
        try
        {
            addresses.Require(command.SourceUrl);
        }
        catch (AddressRefusedException e)
        {
            throw new RequestException(ErrorCodes.SourceRefused, e.Message);
        }

        var jobId = JobIds.New(caller.UserId, time.GetUtcNow());
        var source = SourceRef.Expected(BlobPaths.Upload(caller.UserId, jobId, command.FileName));
        return await StartUnderKeyAsync(caller, new Prepared(caller, jobId, command, pool, limits), source, null, cancellationToken);
    }

    private async Task<SubmitOutcome> StartUnderKeyAsync(
        Caller caller, Prepared prepared, SourceRef source, string? uploadId, CancellationToken cancellationToken)
    {
        if (prepared.Command.IdempotencyKey is not { } key)
            return await StartAsync(prepared, source, cancellationToken);

        var (claim, existing) = await idempotency.ClaimAsync(
            caller.UserId, key, IdempotencyStore.HashOf(prepared.Command, uploadId), prepared.JobId, ExistsAsync, cancellationToken);
        if (claim is null)
            return await AnswerAsync((await SettledAsync(caller, key, existing!, cancellationToken)).JobId, true, cancellationToken);
        await using (claim)
        {
            try
            {
                var outcome = await StartAsync(prepared, source, cancellationToken);
                await claim.CompleteAsync(prepared.JobId, CancellationToken.None);
                return outcome;
            }
            catch
            {
                await claim.DropAsync(CancellationToken.None);
                throw;
            }
        }
    }

    /// <summary>The caller's job that was submitted under this key, so that a client need not send a video to find out; null: none.</summary>
    public async Task<JobView?> FindByKeyAsync(Caller caller, string key, CancellationToken cancellationToken) =>
        await idempotency.FindAsync(caller.UserId, key, cancellationToken) is { } known ? (await TryAnswerAsync(known.JobId, cancellationToken))?.Job : null;

    /// <summary>Starts a job for a video that is in storage already, as a job of its own.</summary>
    public async Task<SubmitOutcome> StartCopyAsync(JobRequest request, LiveLimits limits, CancellationToken cancellationToken)
    {
        await starter.TakePlaceAsync(request, limits, cancellationToken);
        await StartOrGiveUpAsync(request, cancellationToken);
        return await AnswerAsync(request.JobId, false, cancellationToken);
    }

    private async Task<SubmitOutcome> RunAsync(Prepared prepared, Stream video, IdempotencyStore.Claim? claim, CancellationToken cancellationToken)
    {
        string? stored = null;
        SourceRef source;
        try
        {
            var provided = await subtitles.ProvideAsync(prepared.UserId, prepared.Command, cancellationToken);
            await TakePlaceAsync(prepared, provided, cancellationToken);
            try
            {
                await using var kept = starter.KeepPlace(prepared.JobId);
                source = await uploads.StoreAsync(
                    prepared.UserId, prepared.JobId, prepared.Command.FileName, video, prepared.MaxBytes, cancellationToken);
                stored = source.Blob;
                // The place does not change, unless this host was frozen for so long that it was freed.
                var glossary = WithGlossaryAsync(prepared, cancellationToken);
                await Task.WhenAll(glossary, TakePlaceAsync(prepared, provided, cancellationToken));
                var command = await glossary;

                // From here on the job comes to be, even if its sender does not wait for the answer.
                var request = Compose(prepared, command, source, provided);
                await starter.StartAsync(request, CancellationToken.None);
            }
            catch
            {
                await starter.GiveUpAsync(prepared.JobId);
                throw;
            }
        }
        catch
        {
            if (stored is not null)
                await uploads.DeleteAsync(stored, CancellationToken.None);
            if (claim is not null)
                await claim.DropAsync(CancellationToken.None);
            throw;
        }

        // Past the start nothing is taken back: should this fail, the key finds the job by its id.
        if (claim is not null)
            await claim.CompleteAsync(source.Sha256!, CancellationToken.None);
        return await AnswerAsync(prepared.JobId, false, cancellationToken);
    }

    private async Task<SubmitOutcome> StartAsync(Prepared prepared, SourceRef source, CancellationToken cancellationToken)
    {
        if (await TryAnswerAsync(prepared.JobId, cancellationToken) is { } existing)
            return existing;
        var provided = await subtitles.ProvideAsync(prepared.UserId, prepared.Command, cancellationToken);
        var command = await WithGlossaryAsync(prepared, cancellationToken);
        await TakePlaceAsync(prepared, provided, cancellationToken);
        var request = Compose(prepared, command, source, provided);
        if (command.SourceUrl is { } address)
            await fetches.CreateAsync(prepared.JobId, address, cancellationToken);
        var started = await StartOrGiveUpAsync(request, cancellationToken);
        return await AnswerAsync(prepared.JobId, !started, cancellationToken);
    }

    private JobRequest Compose(Prepared prepared, SubmitCommand command, SourceRef source, IReadOnlyDictionary<string, ArtifactRef> provided) =>
        starter.Compose(prepared.JobId, prepared.UserId, command, source, prepared.Pool, prepared.Limits, provided) with { SubmittedBy = prepared.Caller.Actor };

    private Task TakePlaceAsync(Prepared prepared, IReadOnlyDictionary<string, ArtifactRef> provided, CancellationToken cancellationToken) =>
        starter.TakePlaceAsync(prepared.JobId, prepared.UserId, prepared.Command, prepared.Pool, prepared.Limits, provided, cancellationToken);

    private async Task<bool> StartOrGiveUpAsync(JobRequest request, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await starter.StartAsync(request, CancellationToken.None);
        }
        catch
        {
            await starter.GiveUpAsync(request.JobId);
            if (!request.Source.IsStored)
                await fetches.RemoveAsync(request.JobId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>The same answer again, once it is certain that it is the same request: its video is read and compared.</summary>
    private async Task<SubmitOutcome> ReplayAsync(
        Caller caller, string key, IdempotencyRecord existing, Stream video, long maxBytes, CancellationToken cancellationToken)
    {
        await using var counted = new UploadStream(video, maxBytes);
        await counted.CopyToAsync(Stream.Null, cancellationToken);
        var hash = counted.Hash();
        var settled = await SettledAsync(caller, key, existing, cancellationToken);
        return settled.VideoHash is IdempotencyRecord.UnknownVideo || settled.VideoHash == hash
            ? await AnswerAsync(settled.JobId, true, cancellationToken)
            : throw IdempotencyStore.Mismatch();
    }

    private async Task<IdempotencyRecord> SettledAsync(Caller caller, string key, IdempotencyRecord existing, CancellationToken cancellationToken)
    {
        var settled = existing.VideoHash is not null ? existing : await idempotency.WaitAsync(caller.UserId, key, cancellationToken);
        return settled ?? throw new RequestException(
            ErrorCodes.Conflict, "The first request with this Idempotency-Key did not succeed. Send this one again.", TimeSpan.FromSeconds(1));
    }

    private async Task<SubmitOutcome> AnswerAsync(string jobId, bool replayed, CancellationToken cancellationToken)
    {
        var job = await reader.FindAsync(new Caller(JobIds.UserOf(jobId)!), jobId, cancellationToken);
        return new SubmitOutcome(await reader.ViewAsync(job, null, cancellationToken), replayed);
    }

    private async Task<bool> ExistsAsync(string jobId, CancellationToken cancellationToken) =>
        await TryAnswerAsync(jobId, cancellationToken) is not null;

    private async Task<SubmitOutcome?> TryAnswerAsync(string jobId, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(jobId, true, cancellationToken);
        }
        catch (RequestException e) when (e.Code == ErrorCodes.NotFound)
        {
            return null;
        }
    }

    // No part of the request: a repeated one is the same after the glossary changed.
    private async Task<SubmitCommand> WithGlossaryAsync(Prepared prepared, CancellationToken cancellationToken)
    {
        var command = prepared.Command;
        if (command.Options.Glossary.Count > 0)
            return command;
        var glossary = await glossaries.GetAsync(prepared.UserId, cancellationToken);
        return glossary.Count == 0 ? command : command with { Options = command.Options with { Glossary = glossary } };
    }

    private sealed record Prepared(Caller Caller, string JobId, SubmitCommand Command, string Pool, LiveLimits Limits)
    {
        public string UserId => Caller.UserId;

        public long MaxBytes => Limits.MaxVideoSizeMb * 1024L * 1024L;
    }
}
