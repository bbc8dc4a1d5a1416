using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Translation;

/// <summary>Which letters a language is written in.</summary>
internal static partial class Scripts
{
    private static readonly Dictionary<string, Regex> Other = new(StringComparer.Ordinal)
    {
        ["ar"] = Arabic(),
        ["be"] = Cyrillic(),
        ["bg"] = Cyrillic(),
        ["el"] = Greek(),
        ["fa"] = Arabic(),
        ["he"] = Hebrew(),
        ["hi"] = Devanagari(),
        ["hy"] = Armenian(),
        ["ja"] = EastAsian(),
        ["ka"] = Georgian(),
        ["kk"] = Cyrillic(),
        ["ko"] = EastAsian(),
        ["mk"] = Cyrillic(),
        ["ru"] = Cyrillic(),
        ["ta"] = Tamil(),
        ["te"] = Telugu(),
        ["th"] = Thai(),
        ["uk"] = Cyrillic(),
        ["ur"] = Arabic(),
        ["zh"] = EastAsian(),
    };

    /// <summary>Matches letters that only languages of this script have; null: Latin letters, or more than one script.</summary>
    public static Regex? Of(string language) => Other.GetValueOrDefault(Languages.Base(language));

    [GeneratedRegex(@"\p{IsCyrillic}")]
    private static partial Regex Cyrillic();

    [GeneratedRegex(@"\p{IsGreek}")]
    private static partial Regex Greek();

    [GeneratedRegex(@"\p{IsArabic}")]
    private static partial Regex Arabic();

    [GeneratedRegex(@"\p{IsHebrew}")]
    private static partial Regex Hebrew();

    [GeneratedRegex(@"\p{IsDevanagari}")]
    private static partial Regex Devanagari();

    [GeneratedRegex(@"\p{IsArmenian}")]
    private static partial Regex Armenian();

    [GeneratedRegex(@"\p{IsGeorgian}")]
    private static partial Regex Georgian();

    [GeneratedRegex(@"\p{IsTamil}")]
    private static partial Regex Tamil();

    [GeneratedRegex(@"\p{IsTelugu}")]
    private static partial Regex Telugu();

    [GeneratedRegex(@"\p{IsThai}")]
    private static partial Regex Thai();

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}\p{IsHangulSyllables}]")]
    private static partial Regex EastAsian();
}
