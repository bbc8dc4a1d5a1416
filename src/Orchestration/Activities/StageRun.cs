using Azure;
using Azure.Storage.Blobs.Models;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>One run of a stage: look for results, fetch inputs, run the engine, store, commit.</summary>
internal sealed class StageRun(StageServices services)
{
    private static readonly TimeSpan OldEnoughToTouch = TimeSpan.FromHours(12);

    /// <summary>What the results are found by; null where only the video, whose hash is not known yet, can tell, and of a stage that fetches it.</summary>
    public string? KeyOf(StageInput input) =>
        input.Stage == Stage.Fetch ? null : StageKeys.Of(input, services.Runner.Describe(input.Stage, input.Options), input.Artifacts, input.Source.Sha256);

    /// <summary>Results that are there already; null when there are none, and where that cannot be told yet.</summary>
    public async Task<StageManifest?> FindAsync(StageInput input, CancellationToken cancellationToken) =>
        KeyOf(input) is { } key ? await FindAsync(input, key, cancellationToken) : null;

    /// <param name="input">The stage.</param>
    /// <param name="known">What <see cref="FindAsync(StageInput, CancellationToken)"/> finds.</param>
    /// <param name="ahead">Its engine, if it runs already.</param>
    /// <param name="turn">The media slot that it runs in, if it needs one: given back when its engine has ended.</param>
    /// <param name="heartbeat">Takes progress.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<StageOutcome> ExecuteAsync(
        StageInput input, Task<StageManifest?> known, StageAhead? ahead, IDisposable? turn, StageHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var description = services.Runner.Describe(input.Stage, input.Options);
        using var directory = services.Workspace.Open();
        var source = input.Source.Sha256;
        string? sourcePath = null;
        if (source is null && description.Inputs.Contains(Artifacts.Source))
            (sourcePath, source) = await FetchSourceAsync(input, directory, cancellationToken);
        var key = StageKeys.Of(input, description, input.Artifacts, source)
            ?? throw new InvalidOperationException($"Stage {input.Stage} has no key without the hash of the video.");
        if (await (sourcePath is null ? known : FindAsync(input, key, cancellationToken)) is { } found)
            return Outcome(found, source, reused: true);

        var run = ahead is null
            ? await RunEngineAsync(input, description, directory, sourcePath, heartbeat, cancellationToken)
            : await ahead.EndAsync(heartbeat, cancellationToken);
        turn?.Dispose();
        try
        {
            var manifest = await StoreAsync(input with { Source = input.Source with { Sha256 = source } }, description, key, run, heartbeat, cancellationToken);
            return Outcome(manifest.Manifest, source, manifest.Reused);
        }
        catch
        {
            await services.Ahead.DropAsync(input.JobId);
            throw;
        }
    }

    private async Task<EngineRun> RunEngineAsync(
        StageInput input, StageDescription description, RunDirectory directory, string? sourcePath, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var files = await FetchInputsAsync(input, description, directory, sourcePath, cancellationToken);
        var started = services.Time.GetTimestamp();
        var result = await services.Runner.RunAsync(
            new StageRequest(
                input.Stage, directory.Path, files, input.Options,
                new MediaLimits(input.MaxVideoBytes, TimeSpan.FromSeconds(input.MaxVideoSeconds)),
                ReducedBatch: input.ReducedBatch),
            progress,
            cancellationToken);
        return new EngineRun(result, services.Time.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Begins the next stage's engine with what this one left, where that can be used and takes nothing from anybody.</summary>
    private void BeginNext(StageInput input, string? language, Dictionary<string, ArtifactRef> left)
    {
        if (input.Next is not { } stage || !services.Ahead.IsPossible || !services.Disk.HasRoom())
            return;
        var next = input with
        {
            Stage = stage,
            Next = null,
            ReducedBatch = false,
            Options = language is null ? input.Options : input.Options with { SourceLanguage = language },
            Artifacts = input.Artifacts.Concat(left).GroupBy(artifact => artifact.Key).ToDictionary(same => same.Key, same => same.Last().Value),
        };
        if (KeyOf(next) is not { } key)
            return;
        services.Ahead.Begin(input.JobId, () =>
        {
            var turn = MediaSlots.Bounds(stage) ? services.Media.TryTake() : null;
            if (MediaSlots.Bounds(stage) && turn is null)
                return null;
            try
            {
                return new StageAhead(
                    stage, key, services.Workspace.Open(),
                    (directory, progress, cancellationToken) => RunAheadAsync(next, directory, turn, progress, cancellationToken));
            }
            catch
            {
                turn?.Dispose();
                throw;
            }
        });
    }

    private async Task<EngineRun> RunAheadAsync(
        StageInput input, RunDirectory directory, IDisposable? turn, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        using var slot = turn;
        using var span = StageTraces.Span($"stage {input.Stage} ahead", input);
        using var scope = StageTraces.Scope(services.Logger, input);
        return await RunEngineAsync(input, services.Runner.Describe(input.Stage, input.Options), directory, null, progress, cancellationToken);
    }

    /// <summary>Null also when their files are not kept any more.</summary>
    private async Task<StageManifest?> FindAsync(StageInput input, string key, CancellationToken cancellationToken)
    {
        var found = await services.Work.FindAsync(input.UserId, key, cancellationToken);
        if (found is null || services.Time.GetUtcNow() - found.CommittedAt < OldEnoughToTouch)
            return found;
        try
        {
            await services.Work.TouchAsync(input.UserId, key, found, cancellationToken);
            return found;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await services.Work.ForgetAsync(input.UserId, key, cancellationToken);
            return null;
        }
    }

    private async Task<(StageManifest Manifest, bool Reused)> StoreAsync(
        StageInput input, StageDescription description, string key, EngineRun run, StageHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var (result, seconds) = run;
        var attempt = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString("n");
        try
        {
            var uploads = Task.WhenAll(result.Outputs.Select(output =>
                services.Work.UploadAsync(input.UserId, key, attempt, output.Key, output.Value, cancellationToken)));
            Dictionary<string, ArtifactRef> artifacts;
            try
            {
                artifacts = (await Task.WhenAll(result.Outputs.Select(async output =>
                    (Name: output.Key, Artifact: await services.Work.CacheAsync(input.UserId, key, attempt, output.Key, output.Value, cancellationToken)))))
                    .ToDictionary(output => output.Name, output => output.Artifact);
                BeginNext(input, result.Language, artifacts);
            }
            finally
            {
                await uploads;
            }

            // The fence: whoever was told to stop, even while it could not hear it, commits nothing. Not while the files go up, which may hang for
            // as long as the storage is away.
            if (await services.Stops.IsRequestedAsync(input.JobId, cancellationToken))
                throw new StageException(ErrorCodes.Cancelled, "The job was stopped.");
            var manifest = new StageManifest(
                input.Stage, description.Fingerprint, artifacts, result.Engine, seconds, input.JobId, input.Ticket,
                services.Time.GetUtcNow(), result.Media?.Duration, result.Warnings, heartbeat.Log, result.Quality, result.Language, result.Use);
            var standing = await services.Work.CommitAsync(input.UserId, key, attempt, manifest, cancellationToken);
            return (standing, !ReferenceEquals(standing, manifest));
        }
        catch (Exception e) when (e is OperationCanceledException or StageException)
        {
            await services.Work.DiscardAsync(input.UserId, key, attempt, CancellationToken.None);
            throw;
        }
    }

    private async Task<Dictionary<string, string>> FetchInputsAsync(
        StageInput input, StageDescription description, RunDirectory directory, string? sourcePath, CancellationToken cancellationToken)
    {
        var files = await Task.WhenAll(description.Inputs.Concat(description.OptionalInputs).Distinct()
            .Where(name => name == Artifacts.Source || input.Artifacts.ContainsKey(name) || description.Inputs.Contains(name))
            .Select(async name => (Name: name, Path: await FetchInputAsync(input, name, directory, sourcePath, cancellationToken))));
        return files.ToDictionary(file => file.Name, file => file.Path);
    }

    private async Task<string> FetchInputAsync(StageInput input, string name, RunDirectory directory, string? sourcePath, CancellationToken cancellationToken)
    {
        if (name == Artifacts.Source)
            return sourcePath ?? (await FetchSourceAsync(input, directory, cancellationToken)).Path;
        if (!input.Artifacts.TryGetValue(name, out var artifact))
            throw new StageException(ErrorCodes.Internal, $"The stage {input.Stage} needs '{name}', which no earlier stage left. Retry the job.");
        var path = Path.Combine(directory.Inputs, name);
        await FetchAsync(artifact, path, cancellationToken);
        return path;
    }

    private async Task FetchAsync(ArtifactRef artifact, string target, CancellationToken cancellationToken)
    {
        try
        {
            await services.Work.FetchAsync(artifact, target, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            throw new StageException(
                ErrorCodes.Conflict, "An intermediate result is not kept any more. Submit the video again.", innerException: e);
        }
    }

    private async Task<(string Path, string Sha256)> FetchSourceAsync(StageInput input, RunDirectory directory, CancellationToken cancellationToken)
    {
        var target = Path.Combine(directory.Inputs, Artifacts.Source);
        if (input.Source.Size > input.MaxVideoBytes)
            throw new StageException(ErrorCodes.TooLarge, $"The video has {input.Source.Size} bytes; at most {input.MaxVideoBytes} are taken. Shorten or compress it.");
        if (input.Source.Sha256 is { } known && services.Cache.TryLink(known, target))
            return (target, known);
        try
        {
            var options = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfMatch = new ETag(input.Source.ETag) } };
            using var download = (await services.Areas.Input.GetBlobClient(input.Source.Blob).DownloadStreamingAsync(options, cancellationToken)).Value;
            var (sha256, _) = await HashedFile.SaveAsync(download.Content, target, cancellationToken);
            services.Cache.Add(sha256, target);
            return (target, sha256);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            throw new StageException(
                ErrorCodes.Conflict, "The uploaded video was changed or deleted after it was submitted. Submit it again.", innerException: e);
        }
    }

    private static StageOutcome Outcome(StageManifest manifest, string? sourceSha256, bool reused) => new(
        Artifacts: manifest.Artifacts,
        Engine: manifest.Engine,
        Seconds: manifest.Seconds,
        Reused: reused,
        MediaSeconds: manifest.MediaSeconds,
        SourceSha256: manifest.Stage == Stage.Probe ? sourceSha256 : null,
        Warnings: manifest.Warnings,
        Quality: manifest.Quality,
        Language: manifest.Language,
        Use: reused ? null : manifest.Use);
}
