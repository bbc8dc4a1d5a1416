using System.Globalization;
using FFMpegCore;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Embedded;

/// <summary>Joins picture, dub and subtitles. The picture is copied where MP4 can hold it, and encoded otherwise.</summary>
internal sealed class MuxEngine(EmbeddedTools tools) : EmbeddedEngine(tools, usesGpu: false)
{
    private const string TrackFile = "track.vtt";
    private const string EvenSize = "scale=trunc(iw/2)*2:trunc(ih/2)*2";
    private static readonly string[] CopiedVideo = ["h264", "hevc", "av1", "vp9", "mpeg4"];

    protected override IReadOnlyList<string> Programs => ["ffmpeg"];

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) =>
        $"{options.Output};{options.Subtitles};{options.SourceLanguage};{options.TargetLanguage}";

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var media = await PipelineJson.ReadAsync<MediaInfo>(request.Inputs[Artifacts.MediaInfo], cancellationToken);
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        await WriteSubtitlesAsync(request, translation, cancellationToken);
        if (request.Options.Output == OutputKind.Audio)
        {
            await WriteAudioAsync(request, media, progress, cancellationToken);
        }
        else
        {
            await WriteVideoAsync(request, media, translation, progress, cancellationToken);
        }

        return new EngineResult("embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")");
    }

    private static async Task WriteSubtitlesAsync(StageRequest request, Transcript translation, CancellationToken cancellationToken)
    {
        var files = new[]
        {
            (request.Options.SourceLanguage, SubtitleText.Source),
            (request.Options.TargetLanguage, SubtitleText.Target),
        };
        foreach (var (language, which) in files)
        {
            await File.WriteAllTextAsync(
                Output(request, Artifacts.Subtitles(language, "srt")), SubtitleWriter.Srt(SubtitlePages.Of(translation.Cues, which), which), cancellationToken);
            await File.WriteAllTextAsync(
                Output(request, Artifacts.Subtitles(language, "vtt")), SubtitleWriter.Vtt(SubtitlePages.Of(translation.Cues, which), which), cancellationToken);
        }
    }

    private async Task WriteAudioAsync(
        StageRequest request, MediaInfo media, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        await Ffmpeg.RunAsync(
            new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(120 + media.Duration)),
            [.. Media.Ffmpeg.Own(request.Inputs[Artifacts.Mix]), "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart",
             "-metadata:s:a:0", "language=" + Languages.ThreeLetter(request.Options.TargetLanguage), "-f", "mp4", Partial(request, Artifacts.DubbedAudio)],
            media.Duration,
            Report(progress),
            cancellationToken);
        Complete(request, Artifacts.DubbedAudio);
    }

    private async Task WriteVideoAsync(
        StageRequest request, MediaInfo media, Transcript translation, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var (analysis, log) = await Ffmpeg.ProbeAsync(
            request.Inputs[Artifacts.Source], trusted: false, TimeSpan.FromMinutes(2), cancellationToken);
        if (analysis is null)
        {
            throw ProbeRules.Unreadable(log);
        }

        var which = request.Options.Subtitles == SubtitleMode.Bilingual ? SubtitleText.Both : SubtitleText.Target;
        var soft = request.Options.Subtitles != SubtitleMode.Hard;
        var track = SubtitleWriter.Vtt(SubtitlePages.Of(translation.Cues, which).Select(cue => ForTrack(cue, soft)), which);
        var hasText = track.Contains("-->", StringComparison.Ordinal) && request.Options.Subtitles != SubtitleMode.None;
        if (hasText)
        {
            await File.WriteAllTextAsync(Path.Combine(request.WorkDirectory, TrackFile), track, cancellationToken);
        }

        var copy = CopiedVideo.Contains(media.VideoCodec) && !(hasText && request.Options.Subtitles == SubtitleMode.Hard);
        var job = new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(300 + (media.Duration * 6)), AcceptFailure: copy);
        var outcome = await Ffmpeg.RunAsync(
            job, Arguments(request, media, analysis, hasText, copy), media.Duration, Report(progress), cancellationToken);
        if (outcome.ExitCode != 0)
        {
            // Some streams that MP4 can hold cannot be moved there as they are (no time stamps, broken headers).
            await Ffmpeg.RunAsync(
                job with { AcceptFailure = false }, Arguments(request, media, analysis, hasText, copy: false),
                media.Duration, Report(progress), cancellationToken);
        }

        Complete(request, Artifacts.Dubbed);
        File.Delete(Path.Combine(request.WorkDirectory, TrackFile));
    }

    private static List<string> Arguments(StageRequest request, MediaInfo media, FFProbeAnalysis analysis, bool hasText, bool copy)
    {
        var (video, audio) = ProbeRules.ChooseStreams(analysis);
        var hard = hasText && request.Options.Subtitles == SubtitleMode.Hard;
        var soft = hasText && !hard;
        List<string> arguments = [.. Media.Ffmpeg.Untrusted(request.Inputs[Artifacts.Source]), .. Media.Ffmpeg.Own(request.Inputs[Artifacts.Mix])];
        if (soft)
        {
            arguments.AddRange(["-f", "webvtt", .. Media.Ffmpeg.Own(Path.Combine(request.WorkDirectory, TrackFile))]);
        }

        arguments.AddRange(["-map", Stream("0:v:", ProbeRules.OrdinalOf(analysis, video!)), "-map", "1:a:0"]);
        if (request.Options.Output == OutputKind.Dual)
        {
            arguments.AddRange(["-map", Stream("0:a:", ProbeRules.OrdinalOf(analysis, audio!))]);
        }

        if (soft)
        {
            arguments.AddRange(["-map", "2:s:0", "-c:s", "mov_text", "-metadata:s:s:0", "language=" + Languages.ThreeLetter(request.Options.TargetLanguage)]);
        }

        arguments.AddRange(copy
            ? ["-c:v", "copy"]
            : ["-vf", EvenSize + (hard ? $",subtitles=filename={TrackFile}" : "") + ",format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]);
        arguments.AddRange(AudioArguments(request.Options, media));
        // hevc needs the tag that players on Apple devices look for.
        arguments.AddRange(copy && media.VideoCodec == "hevc" ? ["-tag:v", "hvc1"] : []);
        arguments.AddRange([
            "-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096", "-movflags", "+faststart",
            "-t", Media.Ffmpeg.Seconds(media.Duration), "-f", "mp4", Partial(request, Artifacts.Dubbed)]);
        return arguments;
    }

    private static IEnumerable<string> AudioArguments(DubbingOptions options, MediaInfo media)
    {
        string[] dub =
        [
            "-c:a:0", "aac", "-b:a:0", "192k", "-metadata:s:a:0", "language=" + Languages.ThreeLetter(options.TargetLanguage),
            "-disposition:a:0", "default",
        ];
        string[] original = options.Output != OutputKind.Dual
            ? []
            : [
                .. media.AudioCodec is "aac" or "mp3" ? new[] { "-c:a:1", "copy" } : ["-c:a:1", "aac", "-b:a:1", "160k"],
                "-metadata:s:a:1", "language=" + Languages.ThreeLetter(options.SourceLanguage), "-disposition:a:1", "0",
            ];
        return [.. dub, .. original];
    }

    /// <summary>
    /// Text on its way through ffmpeg's inner format, which has commands of its own: a backslash must not begin one, and braces,
    /// which soft tracks would show with backslashes, become their wide forms.
    /// </summary>
    private static Cue ForTrack(Cue cue, bool soft)
    {
        string? Safe(string? text)
        {
            text = text?.Replace("\\", "\\\u2060", StringComparison.Ordinal);
            return soft ? text?.Replace('{', '\uFF5B').Replace('}', '\uFF5D') : text;
        }

        return cue with { Text = Safe(cue.Text)!, Translation = Safe(cue.Translation) };
    }

    private static string Stream(string kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}
