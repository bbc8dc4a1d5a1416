using System.Globalization;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Embedded;

/// <summary>Fits clips to their slots, lays them over the background (which gives way to them) and normalizes loudness.</summary>
internal sealed class MixEngine(EmbeddedTools tools) : EmbeddedEngine(tools, usesGpu: false)
{
    private const string Blend =
        "[1:a]asplit=2[voice][key];"
        + "[0:a]aformat=channel_layouts=stereo[bed];"
        + "[bed][key]sidechaincompress=threshold=0.02:ratio=4:attack=20:release=300[under];"
        + "[voice]pan=stereo|c0=c0|c1=c0[over];"
        + "[under][over]amix=inputs=2:duration=first:normalize=0";

    protected override IReadOnlyList<string> Programs => ["ffmpeg"];

    protected override int Revision => 2;

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var media = await PipelineJson.ReadAsync<MediaInfo>(request.Inputs[Artifacts.MediaInfo], cancellationToken);
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        var index = await PipelineJson.ReadAsync<ClipIndex>(request.Inputs[Artifacts.ClipIndex], cancellationToken);
        var plan = DubPlan.Place(translation.Cues, index.Clips, media.Duration);
        var job = new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(180 + media.Duration), Verbosity: "info");
        var placed = await VoiceTrack.WriteAsync(
            Ffmpeg, job with { Verbosity = "warning" }, request.Inputs[Artifacts.Clips], plan, media.Duration, Partial(request, Artifacts.Voice), cancellationToken);
        Complete(request, Artifacts.Voice);
        var quality = QualityReport.Of(translation.Cues, index.Clips, placed);
        await PipelineJson.WriteAsync(Output(request, Artifacts.Quality), quality, cancellationToken);
        progress.Report(new StageProgress(0.2));

        var background = PrepareBackground(request, translation.Cues, cancellationToken);
        List<string> notes = [.. Warnings(quality)];
        await NormalizeAsync(job, request, background, media.Duration, notes, progress, cancellationToken);
        Complete(request, Artifacts.Mix);
        if (background != request.Inputs[Artifacts.Background])
        {
            File.Delete(background);
        }

        return new EngineResult("embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")", notes);
    }

    private static IEnumerable<string> Warnings(QualityReport quality)
    {
        var hurried = quality.Lines.Where(line => line.Done.Contains(FitSteps.Hurried)).Select(line => line.Cue).ToList();
        if (hurried.Count > 0)
        {
            yield return $"The translation of cue {string.Join(", ", hurried.Take(20))} is too long for its slot: it is spoken faster than can be followed with ease. Shorten it.";
        }
    }

    private static string PrepareBackground(StageRequest request, IReadOnlyList<Cue> cues, CancellationToken cancellationToken)
    {
        var background = request.Inputs[Artifacts.Background];
        using (var wav = WavReader.Open(background))
        {
            if (AudioMath.SideLevel(wav) >= SeparateEngine.MonoSideLevel)
            {
                return background;
            }
        }

        var ducked = Path.Combine(request.WorkDirectory, "ducked.wav");
        Ducking.Apply(background, ducked, cues, cancellationToken);
        return ducked;
    }

    /// <summary>Two passes: measure, then one gain for all of it. The result is measured again, since the peak limit may win.</summary>
    private async Task NormalizeAsync(
        FfmpegJob job,
        StageRequest request,
        string background,
        double duration,
        List<string> notes,
        IProgress<StageProgress> progress,
        CancellationToken cancellationToken)
    {
        List<string> inputs = [.. Media.Ffmpeg.Own(background), .. Media.Ffmpeg.Own(Output(request, Artifacts.Voice))];
        var whole = $"apad=whole_dur={Media.Ffmpeg.Seconds(duration)}";
        var measured = await Ffmpeg.RunAsync(
            job,
            [.. inputs, "-filter_complex", $"{Blend},{whole},loudnorm=I=-16:TP=-2:LRA=20:print_format=json[out]", "-map", "[out]",
             "-t", Media.Ffmpeg.Seconds(duration), "-f", "null", "-"],
            duration,
            Report(progress, 0.2, 0.55),
            cancellationToken);
        var values = Loudness.ParseMeasurement(measured.LogTail);
        if (values is null)
        {
            notes.Add("The mix is silent; its loudness was left as it is.");
        }

        var normalize = values is null ? "anull" : Linear(values);
        var result = await WriteAsync(job, request, inputs, $"{Blend},{whole},{normalize}", duration, Report(progress, 0.55, 0.95), cancellationToken);
        var loudness = Loudness.ParseSummary(result.LogTail);
        if (loudness is { } value && Math.Abs(value - Loudness.Target) > Loudness.Tolerance * 0.8)
        {
            var gain = (Loudness.Target - value).ToString("0.##", CultureInfo.InvariantCulture);
            await WriteAsync(
                job, request, inputs, $"{Blend},{whole},{normalize},aresample=48000,volume={gain}dB,alimiter=limit=0.8:level=false",
                duration, Report(progress, 0.95, 1), cancellationToken);
        }
    }

    private static string Linear(IReadOnlyDictionary<string, string> measured) =>
        $"loudnorm=I=-16:TP=-2:LRA=20:measured_I={measured["input_i"]}:measured_TP={measured["input_tp"]}"
        + $":measured_LRA={measured["input_lra"]}:measured_thresh={measured["input_thresh"]}:offset={measured["target_offset"]}:linear=true";

    private Task<FfmpegOutcome> WriteAsync(
        FfmpegJob job, StageRequest request, List<string> inputs, string filters, double duration, Action<double> report, CancellationToken cancellationToken) =>
        Ffmpeg.RunAsync(
            job,
            [.. inputs, "-filter_complex", $"{filters},aresample=48000,aformat=channel_layouts=stereo,ebur128=framelog=verbose[out]", "-map", "[out]",
             "-ar", "48000", "-ac", "2", "-c:a", "pcm_s16le", "-t", Media.Ffmpeg.Seconds(duration), Partial(request, Artifacts.Mix)],
            duration,
            report,
            cancellationToken);
}
