using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Translation;

/// <summary>Finds lines that are no translation of what was sent. Pure.</summary>
internal sealed partial class LineCheck(string sourceLanguage, string targetLanguage, IReadOnlyList<GlossaryTerm> glossary)
{
    // Translations are longer than what was said, but not like this: it is two lines in one, or an explanation.
    private const double MostGrowth = 3;
    private const int GrowthOfShortLines = 24;
    private const int SameWords = 4;
    private const int SharedWords = 6;
    private const double SharedShare = 0.8;
    private const int Telling = 12;

    /// <summary>Faults from worst to least: of two answers, the one with the lesser fault is taken.</summary>
    private static readonly string?[] Ranking = [CueMarks.NotTranslated, CueMarks.ForeignText, CueMarks.SourceLanguage, CueMarks.LostFact, null];

    /// <summary>How good an answer with this fault is; more is better.</summary>
    public static int Rank(string? fault) => Array.IndexOf(Ranking, fault);

    /// <summary>What is wrong with a translation by itself: a code of <see cref="CueMarks"/>, or null.</summary>
    public string? FaultOf(SourceLine line, string text)
    {
        if (!text.Any(char.IsLetterOrDigit))
        {
            return CueMarks.NotTranslated;
        }

        if (HasForeignText(line.Text, text))
        {
            return CueMarks.ForeignText;
        }

        if (IsSourceLanguage(line.Text, text))
        {
            return CueMarks.SourceLanguage;
        }

        return Facts.Lost(line.Text, text, sourceLanguage, targetLanguage, glossary) is null ? null : CueMarks.LostFact;
    }

    /// <summary>Lines whose text is that of another line, whole or as a part: doubled, moved or joined.</summary>
    public static IEnumerable<int> Mixed(IReadOnlyList<SourceLine> lines, IReadOnlyDictionary<int, string> texts)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!texts.TryGetValue(lines[i].Id, out var text))
            {
                continue;
            }

            for (var other = Math.Max(0, i - 2); other <= Math.Min(lines.Count - 1, i + 2); other++)
            {
                if (other != i && texts.TryGetValue(lines[other].Id, out var part) && part.Length >= Telling
                    && text.Contains(part, StringComparison.OrdinalIgnoreCase)
                    && !lines[i].Text.Contains(lines[other].Text.TrimEnd('.', '!', '?'), StringComparison.OrdinalIgnoreCase))
                {
                    yield return lines[i].Id;
                    break;
                }
            }
        }
    }

    private static bool HasForeignText(string source, string text) =>
        text.Length > (source.Length * MostGrowth) + GrowthOfShortLines
        || Breaks(text) > Breaks(source)
        || (IsSaidTwice(text) && !IsSaidTwice(source))
        || text.Contains("```", StringComparison.Ordinal)
        || More(source, text, Brackets())
        || More(source, text, MarkUp())
        || (Talk().IsMatch(text) && !Talk().IsMatch(source));

    private static bool IsSaidTwice(string text) =>
        text.Length > 2 * Telling && text[..(text.Length / 2)].Trim().Equals(text[(text.Length / 2)..].Trim(), StringComparison.OrdinalIgnoreCase);

    private static int Breaks(string text) => text.Count(c => c == '\n');

    private static bool More(string source, string text, Regex pattern) => pattern.Count(text) > pattern.Count(source);

    private bool IsSourceLanguage(string source, string text)
    {
        if (Languages.Base(sourceLanguage) == Languages.Base(targetLanguage))
        {
            return false;
        }

        var said = Words(source);
        if (Scripts.Of(targetLanguage) is { } script && Scripts.Of(sourceLanguage) != script)
        {
            return said.Count > 1 && !script.IsMatch(text);
        }

        var words = Words(text);
        if (words.Count >= SameWords && words.SequenceEqual(said, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        var known = said.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return words.Count >= SharedWords && words.Count(known.Contains) >= SharedShare * words.Count;
    }

    private static List<string> Words(string text) => [.. WordPattern().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"[(\[{（［【]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"</?[a-z][^<>]*>|\*\*|__|^#+\s|&[a-z]+;", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex MarkUp();

    // What models say about a line instead of translating it.
    [GeneratedRegex(
        @"\bas an ai\b|\b(?:ai |large )?language model\b|\bi(?:'m| am) (?:sorry|unable)\b.{0,40}\b(?:translat|assist|help|can't|cannot)|\bi (?:can't|cannot|can not) (?:translat|assist|help|provide)|\bhere(?:'s| is) (?:the|your) (?:\w+ )?translation\b|\btranslator'?s? note\b|\bnote:|\bmodelo de lenguaje\b|\blo siento, (?:pero )?no puedo\b|\baquí (?:está|tienes) la traducción\b|\bnota (?:del traductor|:)|\bmodèle de langage\b|\bvoici la traduction\b|\bsprachmodell\b|\bhier ist die übersetzung\b|\banmerkung(?: des übersetzers)?:|作为.{0,6}语言模型|以下是翻译|翻訳は以下",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Talk();
}
