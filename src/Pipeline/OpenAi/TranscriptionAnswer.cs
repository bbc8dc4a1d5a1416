using System.Text.Json;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Remote;

namespace TransVox.Pipeline.OpenAi;

/// <summary>
/// What a transcription endpoint answered. Servers differ: words stand beside the segments or in them, scores are probabilities or
/// logarithms, the language is a code or an English name; small models give text without times.
/// </summary>
internal sealed record TranscriptionAnswer(string? Language, IReadOnlyList<RecognizedSegment> Segments)
{
    /// <summary>Reads an answer; null when it is none.</summary>
    /// <param name="seconds">Length of the sound: text without times is spread over it.</param>
    public static TranscriptionAnswer? Parse(JsonElement root, double seconds)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var language = Text(root, "language") is { } name ? LanguageNames.CodeOf(name) : null;
        if (List(root, "segments") is { } list)
        {
            var loose = (List(root, "words") ?? []).Select(word => Word(word, 1)).OfType<RecognizedWord>().ToList();
            return new(language, WithWords([.. list.Select(Segment).OfType<RecognizedSegment>()], loose));
        }

        return Text(root, "text") is { } text
            ? new(language, text.Trim() is { Length: > 0 } spoken ? [new RecognizedSegment(0, seconds, spoken, [])] : [])
            : null;
    }

    private static RecognizedSegment? Segment(JsonElement segment)
    {
        if (segment.ValueKind != JsonValueKind.Object || Text(segment, "text")?.Trim() is not { Length: > 0 } text
            || Number(segment, "start") is not { } start || Number(segment, "end") is not { } end)
        {
            return null;
        }

        var confidence = Number(segment, "avg_logprob") is { } logarithm ? Math.Clamp(Math.Exp(logarithm), 0, 1) : 1;
        var words = (List(segment, "words") ?? []).Select(word => Word(word, confidence)).OfType<RecognizedWord>();
        return new(start, end, text, [.. words], Text(segment, "speaker"), Number(segment, "no_speech_prob"));
    }

    /// <summary>
    /// Gives segments without words of their own those that stand beside them: as many as each has where the sums agree, so that segments whose
    /// times overlap keep their sentences; else those that are said before the next begins.
    /// </summary>
    private static List<RecognizedSegment> WithWords(List<RecognizedSegment> segments, List<RecognizedWord> loose)
    {
        if (loose.Count == 0 || segments.Any(segment => segment.Words.Count > 0))
        {
            return segments;
        }

        var counts = segments.ConvertAll(segment => segment.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
        if (counts.Sum() == loose.Count)
        {
            var first = 0;
            return [.. segments.Zip(counts, (segment, count) => segment with { Words = loose.GetRange((first += count) - count, count) })];
        }

        return [.. segments.Select((segment, i) => segment with
        {
            Words = [.. loose.Where(word =>
                (i == 0 || Middle(word) >= segment.Start) && Middle(word) < (segments.ElementAtOrDefault(i + 1)?.Start ?? double.MaxValue))],
        })];
    }

    private static RecognizedWord? Word(JsonElement word, double otherwise) =>
        word.ValueKind == JsonValueKind.Object
        && (Text(word, "word") ?? Text(word, "text"))?.Trim() is { Length: > 0 } text
        && Number(word, "start") is { } start && Number(word, "end") is { } end
            ? new(start, end, text, Number(word, "probability") ?? Number(word, "score") ?? otherwise)
            : null;

    private static double Middle(RecognizedWord word) => (word.Start + word.End) / 2;

    private static List<JsonElement>? List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : null;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
