using System.Globalization;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Engines;

/// <summary>Checks what a stage left behind: an exit code of 0 proves nothing.</summary>
internal sealed class OutputValidator(Ffmpeg ffmpeg)
{
    private const double SoundTolerance = 0.15;
    private const double VideoTolerance = 0.2;
    private const int ReorderedFrames = 4;

    /// <summary>Throws when an output is missing, does not decode, or does not fit the inputs.</summary>
    public async Task CheckAsync(
        StageRequest request, IReadOnlyDictionary<string, string> outputs, bool full, CancellationToken cancellationToken)
    {
        foreach (var (name, path) in outputs)
        {
            if (!File.Exists(path) || (new FileInfo(path).Length == 0 && !name.StartsWith("subtitles.", StringComparison.Ordinal)))
            {
                throw Invalid($"{name} was not written");
            }
        }

        if (!full)
        {
            return;
        }

        foreach (var (name, path) in outputs)
        {
            await CheckOneAsync(request, name, path, outputs, cancellationToken);
        }
    }

    private async Task CheckOneAsync(
        StageRequest request, string name, string path, IReadOnlyDictionary<string, string> outputs, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case Artifacts.Audio:
                CheckSound(name, path, PcmFormat.Stereo48, null);
                break;
            case Artifacts.Speech:
                CheckSound(name, path, PcmFormat.Mono16, SoundLength(request, Artifacts.Audio));
                break;
            case Artifacts.Background:
                CheckSound(name, path, PcmFormat.Stereo48, SoundLength(request, Artifacts.Audio));
                break;
            case Artifacts.Voice:
                CheckSound(name, path, PcmFormat.Mono48, await MediaLengthAsync(request, cancellationToken));
                break;
            case Artifacts.Mix:
                CheckSound(name, path, PcmFormat.Stereo48, await MediaLengthAsync(request, cancellationToken));
                break;
            case Artifacts.Transcript:
                CheckCues(name, await PipelineJson.ReadAsync<Transcript>(path, cancellationToken), null);
                break;
            case Artifacts.Translation:
                // Synthesis may say lines otherwise, and changes nothing else.
                CheckCues(
                    name,
                    await PipelineJson.ReadAsync<Transcript>(path, cancellationToken),
                    await PipelineJson.ReadAsync<Transcript>(
                        request.Inputs[request.Stage == Stage.Synthesize ? Artifacts.Translation : Artifacts.Transcript], cancellationToken));
                break;
            case Artifacts.ClipIndex:
                await CheckClipsAsync(request, path, outputs, cancellationToken);
                break;
            case Artifacts.Dubbed or Artifacts.DubbedAudio:
                await CheckResultAsync(request, name, path, cancellationToken);
                break;
            default:
                break;
        }
    }

    private static StageException Invalid(string what) => new(
        ErrorCodes.OutputInvalid, $"The stage ended, but {what}. Try again; if it fails again, tell an operator.", Retryability.Transient);

    private static double? SoundLength(StageRequest request, string artifact)
    {
        if (!request.Inputs.TryGetValue(artifact, out var path))
        {
            return null;
        }

        using var wav = WavReader.Open(path);
        return wav.Duration;
    }

    private static async Task<double?> MediaLengthAsync(StageRequest request, CancellationToken cancellationToken) =>
        request.Inputs.TryGetValue(Artifacts.MediaInfo, out var path)
            ? (await PipelineJson.ReadAsync<MediaInfo>(path, cancellationToken)).Duration
            : null;

    private static void CheckSound(string name, string path, PcmFormat format, double? expected)
    {
        try
        {
            using var wav = WavReader.Open(path);
            if (wav.Format != format || wav.Frames == 0)
            {
                throw Invalid($"{name} is not {format.SampleRate} Hz with {format.Channels} channels");
            }

            if (expected is { } seconds && Math.Abs(wav.Duration - seconds) > SoundTolerance)
            {
                throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{name} lasts {wav.Duration:0.00} s instead of {seconds:0.00} s"));
            }
        }
        catch (InvalidDataException)
        {
            throw Invalid($"{name} does not decode");
        }
    }

    private static void CheckCues(string name, Transcript transcript, Transcript? source)
    {
        if (transcript.Cues.Any(cue => !(cue.Start >= 0 && cue.End > cue.Start && double.IsFinite(cue.End))))
        {
            throw Invalid($"{name} has a cue that ends before it starts");
        }

        if (source is null)
        {
            return;
        }

        if (transcript.Cues.Count != source.Cues.Count)
        {
            throw Invalid($"{name} has {transcript.Cues.Count} cues for {source.Cues.Count}");
        }

        if (transcript.Cues.FirstOrDefault(cue => cue.Translation is null) is { } untranslated)
        {
            throw Invalid($"cue {untranslated.Index} was not translated");
        }
    }

    private static async Task CheckClipsAsync(
        StageRequest request, string path, IReadOnlyDictionary<string, string> outputs, CancellationToken cancellationToken)
    {
        var index = await PipelineJson.ReadAsync<ClipIndex>(path, cancellationToken);
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        if (!index.Clips.Select(clip => clip.Cue).SequenceEqual(translation.Cues.Select(cue => cue.Index)))
        {
            throw Invalid($"there are {index.Clips.Count} clips for {translation.Cues.Count} cues");
        }

        using var zip = System.IO.Compression.ZipFile.OpenRead(outputs[Artifacts.Clips]);
        if (index.Clips.FirstOrDefault(clip => clip.File is not null && zip.GetEntry(clip.File) is null) is { } missing)
        {
            throw Invalid($"the clip of cue {missing.Cue} is missing");
        }
    }

    private async Task CheckResultAsync(StageRequest request, string name, string path, CancellationToken cancellationToken)
    {
        var (analysis, _) = await ffmpeg.ProbeAsync(path, trusted: true, TimeSpan.FromMinutes(2), cancellationToken);
        var streams = analysis?.Streams ?? throw Invalid($"{name} does not decode");
        var sounds = streams.Count(stream => stream.CodecType == "audio");
        if (sounds < (request.Options.TargetLanguages?.Count ?? 1) + (request.Options.Output == OutputKind.Dual ? 1 : 0)
            || (name == Artifacts.Dubbed && !streams.Any(stream => stream.CodecType == "video")))
        {
            throw Invalid($"{name} lacks a track");
        }

        var expected = await MediaLengthAsync(request, cancellationToken);
        var actual = Embedded.ProbeRules.Number(analysis.Format?.Duration);
        // A copied picture ends some frames later than asked, since frames are stored in another order than they are shown in.
        var late = streams.Where(stream => stream.CodecType == "video").Select(FrameSeconds).DefaultIfEmpty().Max() * ReorderedFrames;
        if (expected is { } seconds && (actual is null || actual < seconds - VideoTolerance || actual > seconds + VideoTolerance + late))
        {
            throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{name} lasts {actual:0.00} s instead of {seconds:0.00} s"));
        }
    }

    private static double FrameSeconds(FFMpegCore.FFProbeStream stream) =>
        stream.AvgFrameRate?.Split('/') is [var frames, var seconds]
        && Embedded.ProbeRules.Number(frames) is > 0 and var count
        && Embedded.ProbeRules.Number(seconds) is { } time
            ? Math.Min(1, time / count)
            : 0;
}
