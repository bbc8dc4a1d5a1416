using System.Globalization;
using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Media;

/// <summary>Loudness as EBU R 128 measures it.</summary>
public static partial class Loudness
{
    /// <summary>Loudness of every result in LUFS.</summary>
    public const double Target = -16;

    /// <summary>How far a result may be off, in LU.</summary>
    public const double Tolerance = 1;

    /// <summary>
    /// Reads the values that <c>loudnorm</c> prints as JSON at the end of its log; null when the sound is silent. Lines of the progress
    /// report may stand between those of the JSON: they come through another pipe.
    /// </summary>
    public static IReadOnlyDictionary<string, string>? ParseMeasurement(string log)
    {
        var start = log.LastIndexOf('{');
        if (start < 0)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match member in MemberPattern().Matches(log[start..]))
        {
            values[member.Groups[1].Value] = member.Groups[2].Value;
        }

        return values.TryGetValue("input_i", out var loudness) && Number(loudness) is > -70 ? values : null;
    }

    /// <summary>Integrated loudness in the summary of <c>ebur128</c>; null when the sound is silent.</summary>
    public static double? ParseSummary(string log)
    {
        var match = IntegratedPattern().Matches(log).LastOrDefault();
        return match is not null && Number(match.Groups[1].Value) is { } value && value > -70 ? value : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    [GeneratedRegex("""^\s*"(\w+)"\s*:\s*"([^"]*)",?\s*$""", RegexOptions.Multiline)]
    private static partial Regex MemberPattern();

    [GeneratedRegex(@"I:\s+(-?[\d.]+|-inf|nan) LUFS")]
    private static partial Regex IntegratedPattern();
}
