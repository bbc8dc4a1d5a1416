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
    private const string SubtitleFile = "tracks.mp4";

    protected override IReadOnlyList<string> Programs => ["ffmpeg"];

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) =>
        $"{options.Output};{options.Subtitles};{options.SourceLanguage};{string.Join(',', options.TargetLanguages ?? [options.TargetLanguage])}{(options.BringsTranslation() ? ";own" : "")}";

    public override bool JoinsLanguages => true;

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var media = await PipelineJson.ReadAsync<MediaInfo>(request.Inputs[Artifacts.MediaInfo], cancellationToken);
        var dubs = await DubTrack.ReadAsync(request, cancellationToken);
        foreach (var (name, content) in dubs.Zip(request.Options.ByLanguage()).SelectMany(dub => SubtitleFiles.Of(dub.First.Text.Cues, dub.Second)))
        {
            await File.WriteAllTextAsync(Output(request, name), content, cancellationToken);
        }

        var (analysis, log) = await Ffmpeg.ProbeAsync(
            request.Inputs[Artifacts.Source], trusted: false, TimeSpan.FromMinutes(2), cancellationToken);
        var kept = KeptTracks.Of(analysis ?? throw ProbeRules.Unreadable(log), request.Options);
        var arguments = new MuxArguments(request, media, analysis, kept, dubs);
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
            await WriteVideoAsync(arguments, warnings, progress, cancellationToken);
        }

        return new EngineResult("embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")", warnings);
    }

    /// <summary>
    /// Some streams that MP4 can hold cannot be moved there as they are (no time stamps, broken headers): then everything is encoded. When that
    /// fails too, it is for a further track, and the dub is worth more than that.
    /// </summary>
    private async Task WriteVideoAsync(
        MuxArguments arguments, List<string> warnings, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var request = arguments.Request;
        var texts = await WriteTextsAsync(arguments, cancellationToken);
        var hard = texts.Count > 0 && request.Options.Subtitles == SubtitleMode.Hard;
        var picture = await JoinAsync(arguments, texts, encode: hard, copySound: true, last: false, progress, cancellationToken)
            ?? await JoinAsync(arguments, texts, encode: true, copySound: false, last: false, progress, cancellationToken);
        warnings.AddRange(picture is null ? ["Further tracks of the video cannot be read; the result lacks them."] : arguments.Kept.Warnings);
        picture ??= await JoinAsync(
            arguments with { Kept = arguments.Kept.Alone(request.Options) }, texts, encode: true, copySound: false, last: true, progress, cancellationToken);
        warnings.AddRange(picture!.Warnings);
        Complete(request, Artifacts.Dubbed);
        foreach (var file in texts.Select(text => text.Path).Append(Path.Combine(request.WorkDirectory, SubtitleFile)))
        {
            File.Delete(file);
        }
    }

    /// <summary>Subtitles as they go into the video, of each dub that has any.</summary>
    private static async Task<IReadOnlyList<TextTrack>> WriteTextsAsync(MuxArguments arguments, CancellationToken cancellationToken)
    {
        var texts = new List<TextTrack>();
        if (arguments.Request.Options.Subtitles == SubtitleMode.None)
        {
            return texts;
        }

        var which = arguments.Request.Options.Subtitles == SubtitleMode.Bilingual ? SubtitleText.Both : SubtitleText.Target;
        foreach (var dub in arguments.Dubs)
        {
            var track = SubtitleWriter.Ass(SubtitlePages.Of(dub.Text.Cues, which), which);
            if (track.Contains("Dialogue:", StringComparison.Ordinal))
            {
                var path = Path.Combine(arguments.Request.WorkDirectory, $"track.{dub.Language}.ass");
                await File.WriteAllTextAsync(path, track, cancellationToken);
                texts.Add(new TextTrack(dub.Language, path));
            }
        }

        return texts;
    }

    /// <summary>Joins a result; null when ffmpeg could not and this is not the last way to try.</summary>
    private async Task<PictureRules?> JoinAsync(
        MuxArguments arguments, IReadOnlyList<TextTrack> texts, bool encode, bool copySound, bool last, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var (request, media) = (arguments.Request, arguments.Media);
        var drawn = request.Options.Subtitles == SubtitleMode.Hard && texts.Count > 0 ? texts[0] : null;
        var soft = drawn is null ? texts : [];
        var job = new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(300 + (media.Duration * 6)), AcceptFailure: !last);
        string? subtitles = null;
        if (soft.Count > 0 || arguments.Kept.Subtitles.Count > 0)
        {
            subtitles = Path.Combine(request.WorkDirectory, SubtitleFile);
            var converted = await Ffmpeg.RunAsync(job, arguments.Subtitles(soft, subtitles), media.Duration, Report(progress, 0, 0.1), cancellationToken);
            if (converted.ExitCode != 0)
            {
                return null;
            }
        }

        var picture = PictureRules.For(ProbeRules.ChooseStreams(arguments.Analysis, request.Options.SourceLanguage).Video!, encode);
        var joined = await Ffmpeg.RunAsync(
            job,
            arguments.Video(picture, drawn is null ? null : Path.GetFileName(drawn.Path), subtitles, soft, copySound, Partial(request, Artifacts.Dubbed)),
            media.Duration,
            Report(progress, 0.1),
            cancellationToken);
        return joined.ExitCode == 0 ? picture : null;
    }
}
