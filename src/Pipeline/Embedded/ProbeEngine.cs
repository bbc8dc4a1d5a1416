using System.Globalization;
using FFMpegCore;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Reads container and streams, walks all packets once, and rejects what cannot be dubbed.</summary>
internal sealed class ProbeEngine(EmbeddedTools tools) : EmbeddedEngine(tools, usesGpu: false)
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan DemuxLimit = TimeSpan.FromMinutes(15);

    protected override IReadOnlyList<string> Programs => ["ffprobe"];

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) =>
        (NeedsPicture(options) ? "video;" : "audio;") + options.SourceLanguage;

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var source = request.Inputs[Artifacts.Source];
        var bytes = new FileInfo(source).Length;
        await CheckFileAsync(source, bytes, request.Limits, cancellationToken);

        var (analysis, log) = await Ffmpeg.ProbeAsync(source, trusted: false, ProbeLimit, cancellationToken);
        if (analysis is null)
        {
            throw ProbeRules.Unreadable(log);
        }

        var (video, audio) = ProbeRules.ChooseStreams(analysis, request.Options.SourceLanguage);
        CheckStreams(video, audio, request.Options);
        var (duration, warning) = await DurationAsync(request, analysis, log, progress, cancellationToken);
        ProbeRules.CheckDuration(duration, request.Limits);

        var info = new MediaInfo(
            duration,
            bytes,
            analysis.Format?.FormatName ?? "unknown",
            video?.CodecName,
            video?.Width,
            video?.Height,
            audio!.CodecName!,
            audio.Channels ?? 1,
            (int)(ProbeRules.Number(audio.SampleRate) ?? 0));
        await PipelineJson.WriteAsync(Output(request, Artifacts.MediaInfo), info, cancellationToken);
        return new EngineResult(
            "embedded (" + await Tools.VersionAsync("ffmpeg", "-version", cancellationToken) + ")", warning is null ? null : [warning]);
    }

    private static async Task CheckFileAsync(string source, long bytes, MediaLimits limits, CancellationToken cancellationToken)
    {
        if (bytes == 0)
        {
            throw new StageException(ErrorCodes.EmptyFile, "The file is empty. Upload it again.");
        }

        if (bytes > limits.MaxBytes)
        {
            throw new StageException(
                ErrorCodes.TooLarge, $"The file has {bytes >> 20} MB; the limit is {limits.MaxBytes >> 20} MB. Compress it or cut it into parts.");
        }

        if (await ContainerSniffer.PlaylistKindAsync(source, cancellationToken) is { } kind)
        {
            throw new StageException(
                ErrorCodes.UnsupportedContainer, $"The file is a {kind}, not a video. Upload the video itself.");
        }
    }

    private static void CheckStreams(FFProbeStream? video, FFProbeStream? audio, DubbingOptions options)
    {
        if (audio is null)
        {
            throw new StageException(
                ErrorCodes.NoAudio, "The video has no sound track, so there is nothing to dub. Check the file and upload one with sound.");
        }

        if (video is null && NeedsPicture(options))
        {
            throw new StageException(
                ErrorCodes.NoVideo, "The file has sound but no picture. Ask for the output Audio, Subtitles or Transcript, or upload a video.");
        }
    }

    private static bool NeedsPicture(DubbingOptions options) => options.Output is OutputKind.Video or OutputKind.Dual;

    /// <summary>Reads every packet without decoding: a header can lie, packets cannot.</summary>
    private async Task<(double Seconds, string? Warning)> DurationAsync(
        StageRequest request, FFProbeAnalysis analysis, string probeLog, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        // A little more than allowed, so that "too long" can be told from "just within the limit".
        var limit = request.Limits.MaxDuration.TotalSeconds;
        var declared = ProbeRules.DeclaredDuration(analysis);
        List<string> arguments = [.. Media.Ffmpeg.Untrusted(request.Inputs[Artifacts.Source]),
            .. (analysis.Streams ?? []).Where(stream => ProbeRules.IsSound(stream) || stream.CodecType == "video")
                .SelectMany(stream => new[] { "-map", string.Create(CultureInfo.InvariantCulture, $"0:{stream.Index}") }),
            "-c", "copy", "-t", Media.Ffmpeg.Seconds(limit + 30), "-f", "null", "-"];
        var outcome = await Ffmpeg.RunAsync(
            new FfmpegJob(request.WorkDirectory, DemuxLimit, AcceptFailure: true), arguments, declared ?? 0, Report(progress), cancellationToken);
        if (outcome.OutTime > limit)
        {
            ProbeRules.CheckDuration(outcome.OutTime, request.Limits);
        }

        return ProbeRules.ReconcileDuration(declared, outcome.OutTime, probeLog + "\n" + outcome.LogTail);
    }
}
