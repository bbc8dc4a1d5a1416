using System.Globalization;
using TransVox.Pipeline.Recognition;

namespace TransVox.Pipeline.Embedded;

/// <summary>Reads the recognizer's timed words: <c>utterance channel start duration word confidence</c>.</summary>
internal static class CtmParser
{
    /// <summary>Words per utterance number. Times in the file count from the start of the utterance.</summary>
    public static Dictionary<int, List<RecognizedWord>> Parse(IEnumerable<string> lines, IReadOnlyList<SpeechSegment> segments)
    {
        var words = new Dictionary<int, List<RecognizedWord>>();
        foreach (var line in lines)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 6
                || !int.TryParse(fields[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var utterance)
                || utterance >= segments.Count
                || !TryNumber(fields[2], out var start)
                || !TryNumber(fields[3], out var length)
                || !TryNumber(fields[5], out var confidence)
                || Clean(fields[4]) is not { } word)
            {
                continue;
            }

            var from = (segments[utterance].Start / 100.0) + start;
            if (!words.TryGetValue(utterance, out var list))
            {
                words[utterance] = list = [];
            }

            list.Add(new RecognizedWord(from, from + length, word, confidence));
        }

        return words;
    }

    /// <summary>The word without its pronunciation number; null for silence and noise.</summary>
    private static string? Clean(string word)
    {
        if (word.StartsWith('<') || word.StartsWith('[') || word.StartsWith("++", StringComparison.Ordinal))
        {
            return null;
        }

        var variant = word.IndexOf('(', StringComparison.Ordinal);
        return variant > 0 ? word[..variant] : word;
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
