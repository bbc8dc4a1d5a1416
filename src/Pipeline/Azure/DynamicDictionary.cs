using System.Net;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Azure;

/// <summary>Marks terms as Azure Translator wants them, in text that it reads as HTML.</summary>
internal sealed partial class DynamicDictionary(IReadOnlyList<GlossaryTerm> terms)
{
    private readonly Dictionary<string, string> _terms = terms.Where(term => !string.IsNullOrWhiteSpace(term.Source))
        .GroupBy(term => term.Source.Trim(), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => (group.First().Translation ?? group.Key).Trim(), StringComparer.OrdinalIgnoreCase);

    // Longer terms first: "New York Times" before "New York".
    private readonly Regex? _pattern = terms.Any(term => !string.IsNullOrWhiteSpace(term.Source))
        ? new Regex(
            @"(?<!\w)(" + string.Join('|', terms.Select(term => term.Source.Trim()).Where(source => source.Length > 0)
                .OrderByDescending(source => source.Length).Select(Regex.Escape)) + @")(?!\w)",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)
        : null;

    /// <summary>The text as HTML with its terms marked.</summary>
    public string Mark(string text)
    {
        if (_pattern is null)
        {
            return WebUtility.HtmlEncode(text);
        }

        var marked = new System.Text.StringBuilder();
        var at = 0;
        foreach (Match match in _pattern.Matches(text))
        {
            marked.Append(WebUtility.HtmlEncode(text[at..match.Index]))
                .Append("<mstrans:dictionary translation=\"").Append(WebUtility.HtmlEncode(_terms[match.Value])).Append("\">")
                .Append(WebUtility.HtmlEncode(match.Value)).Append("</mstrans:dictionary>");
            at = match.Index + match.Length;
        }

        return marked.Append(WebUtility.HtmlEncode(text[at..])).ToString();
    }

    /// <summary>The text of an answer.</summary>
    public static string Plain(string html) => WebUtility.HtmlDecode(Tags().Replace(html, ""));

    [GeneratedRegex("</?[a-zA-Z][^<>]*>")]
    private static partial Regex Tags();
}
