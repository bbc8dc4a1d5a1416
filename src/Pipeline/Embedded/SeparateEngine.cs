using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>
/// Splits voice from background without a model: in a stereo recording the voice is in the centre, which a filter estimates and
/// which is then subtracted. A mono recording has no centre: it stays whole, and mixing ducks it under the dub.
/// </summary>
internal sealed class SeparateEngine(EmbeddedTools tools, bool usesGpu) : EmbeddedEngine(tools, usesGpu)
{
    /// <summary>Side level below which a recording counts as mono.</summary>
    public const double MonoSideLevel = -60;

    // The filter's window delays its output by this many frames at 48 kHz.
    private const int CentreDelay = 1536;

    private const string Centre = "apad=pad_len=1536,dialoguenhance=original=0:enhance=1:voice=2,pan=mono|c0=FC";

    protected override IReadOnlyList<string> Programs => ["ffmpeg"];

    protected override int Revision => 1;

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var audio = request.Inputs[Artifacts.Audio];
        double duration;
        bool mono;
        using (var wav = WavReader.Open(audio))
        {
            duration = wav.Duration;
            mono = AudioMath.SideLevel(wav) < MonoSideLevel;
        }

        var job = new FfmpegJob(request.WorkDirectory, TimeSpan.FromSeconds(120 + duration));
        if (mono)
        {
            File.Copy(audio, Output(request, Artifacts.Background), overwrite: true);
            await DownmixAsync(job, request, audio, duration, Report(progress), cancellationToken);
        }
        else
        {
            await SplitAsync(job, request, audio, duration, progress, cancellationToken);
        }

        return new EngineResult("embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")");
    }

    private async Task DownmixAsync(
        FfmpegJob job, StageRequest request, string audio, double duration, Action<double> report, CancellationToken cancellationToken)
    {
        await Ffmpeg.RunAsync(
            job,
            [.. Media.Ffmpeg.Own(audio), "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", Partial(request, Artifacts.Speech)],
            duration,
            report,
            cancellationToken);
        Complete(request, Artifacts.Speech);
    }

    private async Task SplitAsync(
        FfmpegJob job, StageRequest request, string audio, double duration, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var centre = Path.Combine(request.WorkDirectory, "centre.wav");
        await Ffmpeg.RunAsync(
            job,
            [.. Media.Ffmpeg.Own(audio), "-af", Centre + $",atrim=start_sample={CentreDelay}", "-ar", "48000", "-c:a", "pcm_s16le", centre],
            duration,
            Report(progress, 0, 0.6),
            cancellationToken);
        CentreSubtraction.Subtract(audio, centre, Partial(request, Artifacts.Background), cancellationToken);
        Complete(request, Artifacts.Background);
        progress.Report(new StageProgress(0.8));
        await DownmixAsync(job, request, centre, duration, Report(progress, 0.8, 1), cancellationToken);
        File.Delete(centre);
    }
}
