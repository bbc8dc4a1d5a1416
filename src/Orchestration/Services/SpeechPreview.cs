using System.IO.Compression;
using Azure;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>
/// Lets somebody hear a line before it is dubbed. It is the stage of synthesis itself, run for one cue: the same engine with its limits and
/// devices, the same choice of voices, the same fitting.
/// </summary>
public sealed class SpeechPreview(
    ReviewService reviews, JobReader reader, StageServices stages, UsageStore usage, PreviewGate gate, ILogger<SpeechPreview> logger)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    /// <summary>The line as a WAV file.</summary>
    /// <param name="caller">Who asks; has one line spoken at a time.</param>
    /// <param name="job">In review or completed.</param>
    /// <param name="cue">What to speak; with the index of a cue of the job it takes its place.</param>
    /// <param name="cancellationToken">Ends it; programs are stopped.</param>
    /// <exception cref="RequestException">
    /// <c>conflict</c> for a job whose lines are not to be heard; <c>invalid_subtitles</c>; <c>rate_limited</c>; <c>gpu_busy</c> or <c>engine_busy</c>
    /// while others use what speaks; <c>engine_timeout</c>.
    /// </exception>
    /// <exception cref="StageException">The engine's own failure.</exception>
    public async Task<byte[]> SpeakAsync(Caller caller, JobSnapshot job, Cue cue, CancellationToken cancellationToken)
    {
        var options = job.Status.Options(job.Request);
        if (options.IsTextOnly())
            throw new RequestException(ErrorCodes.Conflict, "The job is about text; nothing of it is spoken.");
        if (options.TargetLanguages is not null)
            throw new RequestException(ErrorCodes.Conflict, "The job has a job for each of its languages; lines are heard there.");
        if (job.Status.State is not (JobState.AwaitingReview or JobState.Completed))
            throw new RequestException(ErrorCodes.Conflict, $"Lines are heard in a review or when the job is completed; it is {job.Status.State}.");
        CueRules.Require([cue], job.Status.MediaSeconds);
        if (SpokenText.From(cue.Translation, options.TargetLanguage).Length == 0)
            throw Silent();

        using var place = gate.TryEnter(caller.UserId)
            ?? throw new RequestException(ErrorCodes.RateLimited, "A line is being spoken for you already, or for several others. Try again in a moment.", Soon);
        using var limit = new CancellationTokenSource(TimeLimit, stages.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await RunAsync(job, options, cue, stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RequestException(ErrorCodes.EngineTimeout, $"The line was not spoken within {TimeLimit.TotalSeconds:0} s. Try a shorter one.");
        }
        catch (StageException e) when (e.Code is ErrorCodes.GpuBusy or ErrorCodes.EngineBusy)
        {
            throw new RequestException(e.Code, "A job uses what this line would be spoken with. Try again in a moment.", Later);
        }
    }

    private async Task<byte[]> RunAsync(JobSnapshot job, DubbingOptions options, Cue cue, CancellationToken cancellationToken)
    {
        using var directory = stages.Workspace.Open();
        var saved = (await reviews.GetAsync(job, cancellationToken)).Cues.Select(c => c.ToDomain()).ToList();
        var inputs = await FetchAsync(await reader.ArtifactsAsync(job, cancellationToken), directory, cancellationToken);
        inputs[Artifacts.Translation] = Path.Combine(directory.Inputs, Artifacts.Translation);
        // Reviewed: what a person wrote is not put in other words.
        var transcript = new Transcript(options.SourceLanguage, options.TargetLanguage, Only(cue, saved), Reviewed: true);
        await PipelineJson.WriteAsync(inputs[Artifacts.Translation], transcript, cancellationToken);
        var policy = job.Request.Policy;
        var request = new StageRequest(
            Stage.Synthesize, directory.Path, inputs, options, new MediaLimits(policy.MaxVideoBytes, TimeSpan.FromSeconds(policy.MaxVideoSeconds)));
        var started = stages.Time.GetTimestamp();
        var result = await RunCountedAsync(job, request, cancellationToken);
        var seconds = stages.Time.GetElapsedTime(started).TotalSeconds;
        ServiceLog.LineSpoken(logger, job.Request.JobId, seconds, result.Engine);
        await using var clips = await ZipFile.OpenReadAsync(result.Outputs[Artifacts.Clips], cancellationToken);
        await using var clip = await (clips.Entries.FirstOrDefault() ?? throw Silent()).OpenAsync(cancellationToken);
        using var sound = new MemoryStream();
        await clip.CopyToAsync(sound, cancellationToken);
        return sound.ToArray();
    }

    /// <summary>What paid services were asked for counts, also when nothing came of it.</summary>
    private async Task<StageResult> RunCountedAsync(JobSnapshot job, StageRequest request, CancellationToken cancellationToken)
    {
        EngineUse? use = null;
        try
        {
            var result = await stages.Runner.RunAsync(request, new Progress<StageProgress>(), cancellationToken);
            use = result.Use;
            return result;
        }
        catch (StageException e)
        {
            use = e.Use;
            throw;
        }
        finally
        {
            if (use is not null)
                await usage.AddAsync(job.Request.UserId, use, CancellationToken.None);
        }
    }

    /// <summary>What decides the voice, as far as it is kept.</summary>
    private async Task<Dictionary<string, string>> FetchAsync(
        IReadOnlyDictionary<string, ArtifactRef> artifacts, RunDirectory directory, CancellationToken cancellationToken)
    {
        var inputs = new Dictionary<string, string>();
        foreach (var name in (string[])[Artifacts.Speech, Artifacts.Speakers, Artifacts.References])
        {
            if (artifacts.GetValueOrDefault(name) is not { } artifact)
                continue;
            var path = Path.Combine(directory.Inputs, name);
            try
            {
                await stages.Work.FetchAsync(artifact, path, cancellationToken);
                inputs[name] = path;
            }
            catch (RequestFailedException e) when (e.Status == 404)
            {
                // Not kept any more: the usual voice speaks.
            }
        }

        return inputs;
    }

    /// <summary>
    /// The cues of the job, since who speaks in it decides the voices, with nothing to say but the one. Cues that start while it is spoken are
    /// left out: they are of before an edit that is not saved, and would shorten its time.
    /// </summary>
    internal static IReadOnlyList<Cue> Only(Cue cue, IReadOnlyList<Cue> saved) =>
    [
        .. saved.Where(other => other.Index != cue.Index && !(other.Start > cue.Start && other.Start < cue.End))
            .Select(other => other with { Translation = "" })
            .Append(cue)
            .OrderBy(other => other.Start)
            .Select((other, place) => other with { Index = place + 1 }),
    ];

    private static RequestException Silent() => new(ErrorCodes.InvalidSubtitles, "There is nothing to speak in the translation of this cue.");
}
