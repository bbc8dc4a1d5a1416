using System.Globalization;
using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Commands;

/// <summary>Reads progress out of a program's log.</summary>
internal static class ProgressPattern
{
    /// <summary>Fraction 0–1, or null when the line says nothing. One group: percent; two: how many of how many.</summary>
    public static double? Fraction(Regex pattern, string line)
    {
        var match = pattern.Match(line);
        if (!match.Success || match.Groups.Count < 2 || Number(match.Groups[1]) is not { } first)
        {
            return null;
        }

        var fraction = match.Groups.Count > 2 && Number(match.Groups[2]) is { } total && total > 0 ? first / total : first / 100;
        return Math.Clamp(fraction, 0, 1);
    }

    private static double? Number(Group group) =>
        double.TryParse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
