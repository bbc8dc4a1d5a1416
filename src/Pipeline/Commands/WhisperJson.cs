using System.Text.Json;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>Reads the JSON that Whisper and its relatives write, from the command line or over HTTP.</summary>
internal static class WhisperJson
{
    public static async Task ConvertAsync(string from, string to, string language, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(from);
        List<Cue> cues;
        try
        {
            using var document = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
            cues = Cues(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, "The recognizer's answer is not JSON. Try again; if it fails again, tell an operator.", Retryability.Transient, innerException: e);
        }

        if (cues.Count == 0)
        {
            throw new StageException(ErrorCodes.NoSpeech, "No speech was found in the sound track.");
        }

        await PipelineJson.WriteAsync(to, new Transcript(language, null, cues), cancellationToken);
    }

    /// <summary>Segments with text; confidence from the mean log probability or from the words.</summary>
    private static List<Cue> Cues(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("segments", out var segments) || segments.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var cues = new List<Cue>();
        foreach (var segment in segments.EnumerateArray())
        {
            var text = Text(segment, "text")?.Trim();
            if (!string.IsNullOrEmpty(text) && Number(segment, "start") is { } start && Number(segment, "end") is { } end && end > start)
            {
                cues.Add(new Cue(cues.Count + 1, start, end, text, Confidence: Confidence(segment), Speaker: Text(segment, "speaker")));
            }
        }

        return cues;
    }

    private static double? Confidence(JsonElement segment)
    {
        if (Number(segment, "avg_logprob") is { } logarithm)
        {
            return Math.Round(Math.Clamp(Math.Exp(logarithm), 0, 1), 3);
        }

        if (segment.TryGetProperty("words", out var words) && words.ValueKind == JsonValueKind.Array)
        {
            var scores = words.EnumerateArray().Select(word => Number(word, "score") ?? Number(word, "probability")).OfType<double>().ToList();
            return scores.Count > 0 ? Math.Round(scores.Average(), 3) : null;
        }

        return null;
    }

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
