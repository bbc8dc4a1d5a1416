using System.Globalization;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Commands;

/// <summary>Conversions between what programs speak and this pipeline's artifacts.</summary>
internal sealed class Converters(Ffmpeg ffmpeg)
{
    /// <summary>All names.</summary>
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "copy", "audio", "cues-to-srt", "srt-to-transcript", "srt-to-translation", "whisper-json-to-transcript",
        "cues-to-lines", "lines-to-translation", "wavs-to-clips",
    };

    public async Task RunAsync(StepProfile step, CommandContext context, CancellationToken cancellationToken)
    {
        var from = context.Expand(step.From!);
        var to = context.Expand(step.To!);
        if (!File.Exists(from) && !Directory.Exists(from))
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, $"The engine did not write {Path.GetFileName(from)}. Try again; if it fails again, tell an operator.", Retryability.Transient);
        }

        switch (step.Convert)
        {
            case "copy":
                File.Copy(from, to, overwrite: true);
                break;
            case "audio":
                await AudioAsync(from, to, Value(step, context, "format") ?? "stereo48", context.Request, cancellationToken);
                break;
            case "cues-to-srt":
                await CuesToSrtAsync(from, to, Value(step, context, "text") ?? "source", context.Request, cancellationToken);
                break;
            case "srt-to-transcript":
                await SrtToTranscriptAsync(from, to, context.Request, cancellationToken);
                break;
            case "srt-to-translation":
                await SrtToTranslationAsync(from, to, context.Request, cancellationToken);
                break;
            case "whisper-json-to-transcript":
                await WhisperJson.ConvertAsync(from, to, context.Request, cancellationToken);
                break;
            case "cues-to-lines":
                await CuesToLinesAsync(from, to, cancellationToken);
                break;
            case "lines-to-translation":
                await ToTranslationAsync(await File.ReadAllLinesAsync(from, cancellationToken), to, context.Request, cancellationToken);
                break;
            case "wavs-to-clips":
                await ClipFolder.PackAsync(from, to, Value(step, context, "pattern") ?? "*.wav", context.Request, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"No conversion '{step.Convert}'.");
        }
    }

    private static string? Value(StepProfile step, CommandContext context, string name) =>
        step.With is { } values && values.TryGetValue(name, out var value) ? context.Expand(value) : null;

    private async Task AudioAsync(string from, string to, string format, StageRequest request, CancellationToken cancellationToken)
    {
        var (rate, channels) = format switch
        {
            "mono16" => PcmFormat.Mono16,
            "mono48" => PcmFormat.Mono48,
            _ => PcmFormat.Stereo48,
        };
        await ffmpeg.RunAsync(
            new FfmpegJob(request.WorkDirectory, TimeSpan.FromMinutes(30)),
            [.. Ffmpeg.Own(from), "-vn", "-ar", rate.ToString(CultureInfo.InvariantCulture), "-ac", channels.ToString(CultureInfo.InvariantCulture),
             "-c:a", "pcm_s16le", "-f", "wav", to],
            0,
            null,
            cancellationToken);
    }

    private static async Task CuesToSrtAsync(string from, string to, string text, StageRequest request, CancellationToken cancellationToken)
    {
        var cues = (await PipelineJson.ReadAsync<Transcript>(from, cancellationToken)).Cues.Select(cue => ForProgram(cue, request));
        var which = text switch
        {
            "target" => SubtitleText.Target,
            "both" => SubtitleText.Both,
            _ => SubtitleText.Source,
        };
        await File.WriteAllTextAsync(to, SubtitleWriter.Srt(cues, which), cancellationToken);
    }

    /// <summary>
    /// Programs get plain text, and to speak only what is spoken. A cue without anything to say keeps its text, so that their numbers go on
    /// to fit; what a program says there is not used.
    /// </summary>
    private static Cue ForProgram(Cue cue, StageRequest request)
    {
        var spoken = request.Stage == Stage.Synthesize ? SpokenText.From(cue.Translation, request.Options.TargetLanguage) : "";
        return cue with { Markup = null, Translation = spoken.Length > 0 ? spoken : cue.Translation };
    }

    private static async Task SrtToTranscriptAsync(string from, string to, StageRequest request, CancellationToken cancellationToken)
    {
        var (cues, problems) = SubtitleReader.Read(await File.ReadAllBytesAsync(from, cancellationToken));
        if (cues.Count == 0)
        {
            throw new StageException(ErrorCodes.NoSpeech, "No speech was found in the sound track.");
        }

        List<string> warnings = problems.Count == 0 ? [] : [$"{problems.Count} recognized cues had bad times and were left out."];
        await PipelineJson.WriteAsync(to, new Transcript(request.Options.SourceLanguage, null, cues, warnings), cancellationToken);
    }

    private static async Task SrtToTranslationAsync(string from, string to, StageRequest request, CancellationToken cancellationToken)
    {
        var (cues, _) = SubtitleReader.Read(await File.ReadAllBytesAsync(from, cancellationToken));
        await ToTranslationAsync([.. cues.Select(cue => cue.Text)], to, request, cancellationToken);
    }

    private static async Task CuesToLinesAsync(string from, string to, CancellationToken cancellationToken)
    {
        var transcript = await PipelineJson.ReadAsync<Transcript>(from, cancellationToken);
        await File.WriteAllLinesAsync(to, transcript.Cues.Select(cue => cue.Text.ReplaceLineEndings(" ")), cancellationToken);
    }

    private static async Task ToTranslationAsync(string[] texts, string to, StageRequest request, CancellationToken cancellationToken)
    {
        var transcript = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Transcript], cancellationToken);
        if (texts.Length != transcript.Cues.Count)
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, $"The translator returned {texts.Length} cues for {transcript.Cues.Count}. Try again.", Retryability.Transient);
        }

        var cues = transcript.Cues.Select((cue, i) => cue with { Translation = DialogueTurns.Restore(cue.Text, texts[i].Trim()) }).ToList();
        await PipelineJson.WriteAsync(to, transcript with { TargetLanguage = request.Options.TargetLanguage, Cues = cues }, cancellationToken);
    }
}
