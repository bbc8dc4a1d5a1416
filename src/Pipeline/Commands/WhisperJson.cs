using System.Text.Json;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>
/// Reads the JSON that Whisper and its relatives write, from the command line or over HTTP. What it says is checked and cut into cues
/// like that of any recognizer.
/// </summary>
internal static class WhisperJson
{
    /// <param name="from">The JSON.</param>
    /// <param name="to">The transcript.</param>
    /// <param name="request">The run of Transcribe that it belongs to.</param>
    public static async Task ConvertAsync(string from, string to, StageRequest request, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(from);
        var segments = await ReadAsync(file, cancellationToken);
        var map = await Task.Run(
            () => VoiceActivity.Find(request.Inputs[Artifacts.Speech], new Progress<double>(), cancellationToken), cancellationToken);
        var transcript = TranscriptBuilder.Build(TranscriptBuilder.WithWords(segments), map, request.Options.SourceLanguage, severalParts: false);
        await PipelineJson.WriteAsync(to, transcript, cancellationToken);
    }

    /// <summary>The segments in the JSON.</summary>
    /// <exception cref="StageException"><see cref="ErrorCodes.OutputInvalid"/>: it is none.</exception>
    internal static async Task<List<RecognizedSegment>> ReadAsync(Stream json, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(json, cancellationToken: cancellationToken);
            return Segments(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for half a character: JSON may escape it, and no text has it.
            throw new StageException(
                ErrorCodes.OutputInvalid, "The recognizer's answer is not JSON. Try again; if it fails again, tell an operator.", Retryability.Transient, innerException: e);
        }
    }

    private static List<RecognizedSegment> Segments(JsonElement root)
    {
        var result = new List<RecognizedSegment>();
        foreach (var segment in Members(root, "segments"))
        {
            if (Text(segment, "text")?.Trim() is { Length: > 0 } text && Number(segment, "start") is { } start && Number(segment, "end") is { } end && end > start)
            {
                var words = Words(segment);
                var confidence = Number(segment, "avg_logprob") is { } logarithm ? Math.Clamp(Math.Exp(logarithm), 0, 1) : 1;
                result.Add(new RecognizedSegment(
                    start, end, text, words.Count > 0 ? words : WordTimes.Spread(text, start, end, confidence), Text(segment, "speaker"),
                    Number(segment, "no_speech_prob")));
            }
        }

        return result;
    }

    /// <summary>Timed words; none when one of them has no time, as those that alignment does not find.</summary>
    private static List<RecognizedWord> Words(JsonElement segment)
    {
        var words = new List<RecognizedWord>();
        foreach (var word in Members(segment, "words"))
        {
            if ((Text(word, "word") ?? Text(word, "text")) is not { } text || Number(word, "start") is not { } start || Number(word, "end") is not { } end)
            {
                return [];
            }

            words.Add(new RecognizedWord(start, end, text, Math.Clamp(Number(word, "score") ?? Number(word, "probability") ?? 1, 0, 1)));
        }

        return words;
    }

    private static JsonElement.ArrayEnumerator Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
