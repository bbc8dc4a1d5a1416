using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>
/// Keeps terms through a translator that knows nothing of them: each is replaced by a word that no dictionary has, and put back
/// afterwards.
/// </summary>
internal sealed class Glossary
{
    private readonly List<(Regex Pattern, string Token, string Translation)> _terms;

    public Glossary(IReadOnlyList<GlossaryTerm> terms)
    {
        // Longer terms first: "New York Times" before "New York".
        _terms = terms.Where(term => !string.IsNullOrWhiteSpace(term.Source))
            .OrderByDescending(term => term.Source.Length)
            .Select((term, i) => (Pattern(term.Source.Trim()), Token(i), (term.Translation ?? term.Source).Trim()))
            .ToList();
    }

    /// <summary>Puts tokens in place of terms.</summary>
    public string Protect(string text)
    {
        foreach (var (pattern, token, _) in _terms)
        {
            text = pattern.Replace(text, token);
        }

        return text;
    }

    /// <summary>Puts translations in place of tokens.</summary>
    /// <returns>The text, or null when the translator lost or doubled a token.</returns>
    public string? Restore(string protectedSource, string translated)
    {
        foreach (var (_, token, translation) in _terms)
        {
            if (Count(protectedSource, token) != Count(translated, token))
            {
                return null;
            }

            translated = Regex.Replace(translated, token, translation.Replace("$", "$$", StringComparison.Ordinal), RegexOptions.IgnoreCase);
        }

        return translated;
    }

    /// <summary>The text cut at tokens: a piece is either a token's translation (fixed) or text to translate.</summary>
    public IReadOnlyList<(bool Fixed, string Text)> Cut(string protectedSource)
    {
        if (_terms.Count == 0)
        {
            return [(false, protectedSource)];
        }

        var any = "(" + string.Join('|', _terms.Select(term => term.Token)) + ")";
        return Regex.Split(protectedSource, any, RegexOptions.IgnoreCase)
            .Where(piece => !string.IsNullOrWhiteSpace(piece))
            .Select(piece => _terms.Find(term => term.Token.Equals(piece, StringComparison.OrdinalIgnoreCase)) is { Token: not null } term
                ? (true, term.Translation)
                : (false, piece.Trim()))
            .ToList();
    }

    private static int Count(string text, string token) => Regex.Count(text, token, RegexOptions.IgnoreCase);

    private static Regex Pattern(string term) => new(
        @"(?<![\p{L}\p{N}])" + string.Join(@"\s+", term.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape)) + @"(?![\p{L}\p{N}])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Letters only, since translators split words at digits; all of one length, so that none is part of another.
    private static string Token(int number) => "Zqx" + (char)('a' + (number / 676)) + (char)('a' + (number / 26 % 26)) + (char)('a' + (number % 26)) + "qz";
}
