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
        $"{options.Output};{options.Subtitles};{options.SourceLanguage};{options.TargetLanguage}{(options.BringsTranslation() ? ";own" : "")}";

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var media = await PipelineJson.ReadAsync<MediaInfo>(request.Inputs[Artifacts.MediaInfo], cancellationToken);
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        foreach (var (name, content) in SubtitleFiles.Of(translation.Cues, request.Options))
        {
            await File.WriteAllTextAsync(Output(request, name), content, cancellationToken);
        }

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
        }

        return new EngineResult("embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")", warnings);
    }

    /// <summary>
    /// Some streams that MP4 can hold cannot be moved there as they are (no time stamps, broken headers): then everything is encoded. When that
    /// fails too, it is for a further track, and the dub is worth more than that.
    /// </summary>
    private async Task WriteVideoAsync(
        MuxArguments arguments, Transcript translation, List<string> warnings, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var request = arguments.Request;
        var mode = request.Options.Subtitles;
        var which = mode == SubtitleMode.Bilingual ? SubtitleText.Both : SubtitleText.Target;
        var track = SubtitleWriter.Ass(SubtitlePages.Of(translation.Cues, which), which);
        var hasText = mode != SubtitleMode.None && track.Contains("Dialogue:", StringComparison.Ordinal);
        if (hasText)
        {
            await File.WriteAllTextAsync(Path.Combine(request.WorkDirectory, TrackFile), track, cancellationToken);
        }

        var hard = hasText && mode == SubtitleMode.Hard;
        var picture = await JoinAsync(arguments, hasText, encode: hard, copySound: true, last: false, progress, cancellationToken)
            ?? await JoinAsync(arguments, hasText, encode: true, copySound: false, last: false, progress, cancellationToken);
        warnings.AddRange(picture is null ? ["Further tracks of the video cannot be read; the result lacks them."] : arguments.Kept.Warnings);
        picture ??= await JoinAsync(
            arguments with { Kept = arguments.Kept.Alone(request.Options) }, hasText, encode: true, copySound: false, last: true, progress, cancellationToken);
        warnings.AddRange(picture!.Warnings);
        Complete(request, Artifacts.Dubbed);
        File.Delete(Path.Combine(request.WorkDirectory, TrackFile));
        File.Delete(Path.Combine(request.WorkDirectory, SubtitleFile));
    }

    /// <summary>Joins a result; null when ffmpeg could not and this is not the last way to try.</summary>
    private async Task<PictureRules?> JoinAsync(
        MuxArguments arguments, bool hasText, bool encode, bool copySound, bool last, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var (request, media) = (arguments.Request, arguments.Media);
        var drawn = hasText && request.Options.Subtitles == SubtitleMode.Hard;
        var soft = hasText && !drawn;
        var job = new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(300 + (media.Duration * 6)), AcceptFailure: !last);
        string? subtitles = null;
        if (soft || arguments.Kept.Subtitles.Count > 0)
        {
            subtitles = Path.Combine(request.WorkDirectory, SubtitleFile);
            var track = soft ? Path.Combine(request.WorkDirectory, TrackFile) : null;
            var converted = await Ffmpeg.RunAsync(job, arguments.Subtitles(track, subtitles), media.Duration, Report(progress, 0, 0.1), cancellationToken);
            if (converted.ExitCode != 0)
            {
                return null;
            }
        }

        var picture = PictureRules.For(ProbeRules.ChooseStreams(arguments.Analysis, request.Options.SourceLanguage).Video!, encode);
        var joined = await Ffmpeg.RunAsync(
            job,
            arguments.Video(picture, drawn ? TrackFile : null, subtitles, soft, copySound, Partial(request, Artifacts.Dubbed)),
            media.Duration,
            Report(progress, 0.1),
            cancellationToken);
        return joined.ExitCode == 0 ? picture : null;
    }
}
