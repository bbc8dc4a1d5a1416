using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Media;

/// <summary>What of a subtitle is meant to be said.</summary>
public static partial class SpokenText
{
    /// <summary>
    /// The text without mark-up and notes for the deaf, on one line; empty when nothing in it can be spoken.
    /// </summary>
    public static string From(string? text)
    {
        var spoken = Tags().Replace(text ?? "", " ");
        spoken = AssOverrides().Replace(spoken, " ");
        // "[[" starts phonemes in espeak-ng, and would be read as such.
        spoken = spoken.Replace("[[", "[", StringComparison.Ordinal).Replace("♪", "", StringComparison.Ordinal);
        spoken = Spaces().Replace(spoken, " ").Trim();
        return spoken.Any(char.IsLetterOrDigit) ? spoken : "";
    }

    [GeneratedRegex(@"</?\s*(i|b|u|s|font|c|v|lang|ruby|rt)\b[^<>]{0,200}>", RegexOptions.IgnoreCase)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\{\\[^{}]{0,100}\}")]
    private static partial Regex AssOverrides();

    [GeneratedRegex(@"[\p{C}\s]+")]
    private static partial Regex Spaces();
}
