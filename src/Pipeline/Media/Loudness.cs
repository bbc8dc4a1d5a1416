using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Media;

/// <summary>Loudness as EBU R 128 measures it.</summary>
public static partial class Loudness
{
    /// <summary>Loudness of every result in LUFS.</summary>
    public const double Target = -16;

    /// <summary>How far a result may be off, in LU.</summary>
    public const double Tolerance = 1;

    /// <summary>Reads the JSON that <c>loudnorm</c> prints at the end of its log; null when the sound is silent.</summary>
    public static IReadOnlyDictionary<string, string>? ParseMeasurement(string log)
    {
        var start = log.LastIndexOf('{');
        var end = log.LastIndexOf('}');
        if (start < 0 || end < start)
        {
            return null;
        }

        var values = JsonSerializer.Deserialize<Dictionary<string, string>>(log[start..(end + 1)]);
        return values is not null && values.TryGetValue("input_i", out var loudness) && Number(loudness) is { } number && number > -70
            ? values
            : null;
    }

    /// <summary>Integrated loudness in the summary of <c>ebur128</c>; null when the sound is silent.</summary>
    public static double? ParseSummary(string log)
    {
        var match = IntegratedPattern().Matches(log).LastOrDefault();
        return match is not null && Number(match.Groups[1].Value) is { } value && value > -70 ? value : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    [GeneratedRegex(@"I:\s+(-?[\d.]+|-inf|nan) LUFS")]
    private static partial Regex IntegratedPattern();
}
