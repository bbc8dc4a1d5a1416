using System.Text;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Translation;

/// <summary>What of a line must be in its translation: numbers with their units, addresses, names, glossary terms. Pure.</summary>
internal static partial class Facts
{
    // Up to here numbers are usually written as words when they are spoken.
    private const int SpelledOut = 12;
    private const int NamePrefix = 3;
    private const double TitleCase = 0.6;

    /// <summary>The first fact that the translation does not have, or null.</summary>
    public static string? Lost(string source, string translation, string sourceLanguage, string targetLanguage, IReadOnlyList<GlossaryTerm> glossary)
    {
        var lost = Addresses().Matches(source).Select(match => match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')'))
            .FirstOrDefault(address => !translation.Contains(address, StringComparison.OrdinalIgnoreCase));
        if (lost is not null)
        {
            return lost;
        }

        var plain = Addresses().Replace(source, " ");
        return LostTerm(plain, translation, glossary) ?? LostNumber(plain, translation) ?? LostName(plain, translation, sourceLanguage, targetLanguage, glossary);
    }

    private static string? LostTerm(string source, string translation, IReadOnlyList<GlossaryTerm> glossary) => glossary
        .Where(term => !string.IsNullOrWhiteSpace(term.Source) && Term(term.Source).IsMatch(source))
        .Select(term => (term.Translation ?? term.Source).Trim())
        .FirstOrDefault(wanted => !translation.Contains(wanted, StringComparison.OrdinalIgnoreCase));

    private static Regex Term(string term) => new(
        @"(?<![\p{L}\p{N}])" + Regex.Escape(term.Trim()) + @"(?![\p{L}\p{N}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static string? LostNumber(string source, string translation)
    {
        // Languages group digits in different ways: 1,000.5 and 1 000,5 are the same digits.
        var all = Digits(translation);
        foreach (Match number in Numbers().Matches(source))
        {
            var digits = Digits(number.Groups["number"].Value);
            var small = digits.Length < 3 && int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) <= SpelledOut;
            if (!all.Contains(digits, StringComparison.Ordinal) && !small)
            {
                return number.Value.Trim();
            }

            if (number.Groups["unit"].Success && all.Contains(digits, StringComparison.Ordinal) && !HasUnit(translation, digits))
            {
                return number.Value.Trim();
            }
        }

        return null;
    }

    /// <summary>Whether a number still counts something: a word or a sign stands beside it.</summary>
    private static bool HasUnit(string translation, string digits) => NumbersWithNeighbours().Matches(translation)
        .Where(match => Digits(match.Groups["number"].Value).Contains(digits, StringComparison.Ordinal) || digits.Contains(Digits(match.Groups["number"].Value), StringComparison.Ordinal))
        .Any(match => match.Groups["after"].Success || match.Groups["before"].Success);

    private static string Digits(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text.Where(char.IsDigit))
        {
            // Of any script.
            digits.Append((char)('0' + (int)char.GetNumericValue(c)));
        }

        return digits.ToString();
    }

    private static string? LostName(string source, string translation, string sourceLanguage, string targetLanguage, IReadOnlyList<GlossaryTerm> glossary)
    {
        if (Scripts.Of(sourceLanguage) != Scripts.Of(targetLanguage))
        {
            return null;
        }

        var words = Words().Matches(source).Select(match => match.Value).ToList();
        var marked = Marked().Matches(source).Select(match => match.Value)
            .Where(word => !glossary.Any(term => term.Source.Contains(word, StringComparison.OrdinalIgnoreCase)));
        var lost = marked.FirstOrDefault(word => !translation.Contains(word, StringComparison.OrdinalIgnoreCase));
        var capitals = words.Count(word => char.IsUpper(word[0]));
        // German writes every noun with a capital; so do titles.
        if (lost is not null || Languages.Base(sourceLanguage) == "de" || capitals > TitleCase * words.Count)
        {
            return lost;
        }

        return Names().Matches(source).Select(match => match.Groups["name"].Value)
            .Where(name => !glossary.Any(term => term.Source.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(name => !name.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Any(word => translation.Contains(word[..Math.Min(NamePrefix, word.Length)], StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex(@"https?://[^\s<>""']+|\bwww\.[^\s<>""']+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}|(?<![\p{L}\p{N}@.])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|io|dev|edu|gov|info|app|ai|tv|eu|de|es|fr|uk|cn|jp|ru|br)(?:/[^\s<>""']*)?(?![\p{L}\p{N}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"(?<unit>[$€£¥]\s?)?(?<![\p{L}\p{N}])(?<number>\d+(?:[.,:'’\u00A0\u202F]\d+)*)(?<unit>\s?(?:%|‰|°[CF]?|[$€£¥]|(?:kg|mg|km/h|km|cm|mm|ml|mph|kWh|kW|MW|GB|MB|TB|GHz|MHz|Hz|[gmlVWA])\b))?")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<before>[\p{Sc}%]\s?)?(?<number>\d+(?:[.,:'’\s\u00A0\u202F]\d+)*)(?<after>\s?[\p{L}%‰°\p{Sc}])?")]
    private static partial Regex NumbersWithNeighbours();

    [GeneratedRegex(@"\p{L}[\p{L}\p{N}'’-]*")]
    private static partial Regex Words();

    // A capital or a digit inside a word: TransVox, iPhone, GPT-4.
    [GeneratedRegex(@"(?<![\p{L}\p{N}-])(?:\p{L}+\p{Ll}\p{Lu}[\p{L}\p{N}]*|\p{Ll}\p{Lu}[\p{L}\p{N}]+|\p{L}{2,}-?\d+[\p{L}\p{N}]*)(?![\p{L}\p{N}-])")]
    private static partial Regex Marked();

    // Two words or more with capitals, not at the start of a sentence.
    [GeneratedRegex(@"(?<=[\p{Ll}\p{N},;]\s)(?<name>\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+)")]
    private static partial Regex Names();
}
