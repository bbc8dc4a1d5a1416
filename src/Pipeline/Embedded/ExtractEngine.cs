using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Decodes the chosen sound track to 48 kHz stereo PCM; finds truncated and silent files.</summary>
internal sealed class ExtractEngine(EmbeddedTools tools) : EmbeddedEngine(tools, usesGpu: false)
{
    // Peak below which nobody can be speaking.
    private const double SilentPeak = 0.002;

    protected override IReadOnlyList<string> Programs => ["ffmpeg"];

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) => options.SourceLanguage;

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var source = request.Inputs[Artifacts.Source];
        var media = await PipelineJson.ReadAsync<MediaInfo>(request.Inputs[Artifacts.MediaInfo], cancellationToken);
        var (analysis, log) = await Ffmpeg.ProbeAsync(source, trusted: false, TimeSpan.FromMinutes(2), cancellationToken);
        if (analysis is null)
        {
            throw ProbeRules.Unreadable(log);
        }

        var (video, chosen) = ProbeRules.ChooseStreams(analysis, request.Options.SourceLanguage);
        var audio = chosen
            ?? throw new StageException(ErrorCodes.NoAudio, "The video has no sound track, so there is nothing to dub.");
        var partial = Partial(request, Artifacts.Audio);
        var longest = Math.Min(media.Duration + 1, request.Limits.MaxDuration.TotalSeconds + 1);
        var mostBytes = (long)(longest * PcmFormat.Stereo48.SampleRate * PcmFormat.Stereo48.BytesPerFrame) + 65_536;
        List<string> arguments = [.. Media.Ffmpeg.Untrusted(source),
            "-map", $"0:a:{ProbeRules.OrdinalOf(analysis, audio)}", "-vn", "-sn", "-dn", "-map_metadata", "-1",
            // A track that starts late keeps its place; gaps in its time stamps become silence.
            "-af", "aresample=48000:async=1:first_pts=0",
            "-ac", "2", "-ar", "48000", "-c:a", "pcm_s16le", "-t", Media.Ffmpeg.Seconds(longest),
            "-fs", mostBytes.ToString(System.Globalization.CultureInfo.InvariantCulture), "-f", "wav", partial,
            .. video is null ? [] : MuxArguments.AlsoRead(media, $"0:v:{ProbeRules.OrdinalOf(analysis, video)}")];
        var job = new FfmpegJob(
            request.WorkDirectory, TimeSpan.FromSeconds(60 + media.Duration), mostBytes * 2, AcceptFailure: true);
        var outcome = await Ffmpeg.RunAsync(job, arguments, media.Duration, Report(progress), cancellationToken);
        // A track cannot last longer than what was found in the file.
        CheckDecoded(partial, ProbeRules.Number(audio.Duration) is { } declared ? Math.Min(declared, media.Duration) : null, outcome);
        Complete(request, Artifacts.Audio);
        return new EngineResult("embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")");
    }

    /// <summary>Exit code 0 means nothing: what was decoded is compared with what the track declares.</summary>
    private static void CheckDecoded(string path, double? declared, FfmpegOutcome outcome)
    {
        using var wav = File.Exists(path) && new FileInfo(path).Length > 44 ? WavReader.Open(path) : null;
        if (wav is null || wav.Frames == 0)
        {
            throw new StageException(
                ErrorCodes.UnreadableMedia,
                "The sound track cannot be decoded. Convert the video to MP4 with AAC sound and upload it again.",
                exitCode: outcome.ExitCode,
                logTail: outcome.LogTail);
        }

        if (declared is { } seconds && wav.Duration < seconds - Math.Max(1.0, seconds * 0.05))
        {
            throw ProbeRules.Truncated(outcome.LogTail);
        }

        if (AudioMath.Peak(wav) < SilentPeak)
        {
            throw new StageException(
                ErrorCodes.NoSpeech, "The sound track is silent, so there is nothing to dub. Check that the right track has the voice.");
        }
    }
}
