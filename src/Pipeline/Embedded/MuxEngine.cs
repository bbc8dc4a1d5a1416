using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Embedded;

/// <summary>
/// Joins picture, dub and subtitles, and what else the upload had. The picture is copied where MP4 holds it and browsers play it, and encoded
/// otherwise.
/// </summary>
internal sealed class MuxEngine(EmbeddedTools tools) : EmbeddedEngine(tools, usesGpu: false)
{
    private const string TrackFile = "track.ass";
    private const string SubtitleFile = "tracks.mp4";

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
        var (analysis, log) = await Ffmpeg.ProbeAsync(
            request.Inputs[Artifacts.Source], trusted: false, TimeSpan.FromMinutes(2), cancellationToken);
        var kept = KeptTracks.Of(analysis ?? throw ProbeRules.Unreadable(log), request.Options);
        var arguments = new MuxArguments(request, media, analysis, kept);
        List<string> warnings = [];
        if (request.Options.Output == OutputKind.Audio)
        {
            await Ffmpeg.RunAsync(
                new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(120 + media.Duration)),
                arguments.Audio(Partial(request, Artifacts.DubbedAudio)), media.Duration, Report(progress), cancellationToken);
            Complete(request, Artifacts.DubbedAudio);
        }
        else
        {
            await WriteVideoAsync(arguments, translation, warnings, progress, cancellationToken);
            warnings.AddRange(kept.Warnings);
        }

        return new EngineResult("embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")", warnings);
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
                Output(request, Artifacts.Subtitles(language, "srt")), SubtitleWriter.Srt(translation.Cues, which), cancellationToken);
            await File.WriteAllTextAsync(
                Output(request, Artifacts.Subtitles(language, "vtt")), SubtitleWriter.Vtt(translation.Cues, which), cancellationToken);
        }
    }

    private async Task WriteVideoAsync(
        MuxArguments arguments, Transcript translation, List<string> warnings, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var (request, media) = (arguments.Request, arguments.Media);
        var mode = request.Options.Subtitles;
        var track = SubtitleWriter.Ass(translation.Cues, mode == SubtitleMode.Bilingual ? SubtitleText.Both : SubtitleText.Target);
        var hasText = mode != SubtitleMode.None && track.Contains("Dialogue:", StringComparison.Ordinal);
        var (hard, soft) = (hasText && mode == SubtitleMode.Hard, hasText && mode != SubtitleMode.Hard);
        if (hasText)
        {
            await File.WriteAllTextAsync(Path.Combine(request.WorkDirectory, TrackFile), track, cancellationToken);
        }

        var job = new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(300 + (media.Duration * 6)));
        var subtitles = soft || arguments.Kept.Subtitles.Count > 0 ? Path.Combine(request.WorkDirectory, SubtitleFile) : null;
        if (subtitles is not null)
        {
            await Ffmpeg.RunAsync(
                job, arguments.Subtitles(soft ? Path.Combine(request.WorkDirectory, TrackFile) : null, subtitles), media.Duration, Report(progress, 0, 0.1), cancellationToken);
        }

        var video = ProbeRules.ChooseStreams(arguments.Analysis, request.Options.SourceLanguage).Video!;
        var picture = PictureRules.For(video, mustEncode: hard);
        List<string> Join(bool copySound) =>
            arguments.Video(picture, hard ? TrackFile : null, subtitles, soft, copySound, Partial(request, Artifacts.Dubbed));
        var outcome = await Ffmpeg.RunAsync(
            job with { AcceptFailure = true }, Join(copySound: true), media.Duration, Report(progress, 0.1), cancellationToken);
        if (outcome.ExitCode != 0)
        {
            // Some streams that MP4 can hold cannot be moved there as they are (no time stamps, broken headers).
            picture = PictureRules.For(video, mustEncode: true);
            await Ffmpeg.RunAsync(job, Join(copySound: false), media.Duration, Report(progress, 0.1), cancellationToken);
        }

        Complete(request, Artifacts.Dubbed);
        warnings.AddRange(picture.Warnings);
        File.Delete(Path.Combine(request.WorkDirectory, TrackFile));
        File.Delete(Path.Combine(request.WorkDirectory, SubtitleFile));
    }
}
