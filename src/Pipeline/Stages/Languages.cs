namespace TransVox.Pipeline.Stages;

/// <summary>ISO 639 codes: the two-letter ones that users give and the three-letter ones that translators use.</summary>
internal static class Languages
{
    /// <summary>As the language of a video: whatever is spoken in it.</summary>
    public const string Auto = "auto";

    private static readonly Dictionary<string, string> ThreeLetters = new(StringComparer.Ordinal)
    {
        ["af"] = "afr",
        ["ar"] = "ara",
        ["be"] = "bel",
        ["bg"] = "bul",
        ["br"] = "bre",
        ["bs"] = "bos",
        ["ca"] = "cat",
        ["cs"] = "ces",
        ["cy"] = "cym",
        ["da"] = "dan",
        ["de"] = "deu",
        ["el"] = "ell",
        ["en"] = "eng",
        ["eo"] = "epo",
        ["es"] = "spa",
        ["et"] = "est",
        ["eu"] = "eus",
        ["fa"] = "fas",
        ["fi"] = "fin",
        ["fr"] = "fra",
        ["ga"] = "gle",
        ["gl"] = "glg",
        ["he"] = "heb",
        ["hi"] = "hin",
        ["hr"] = "hrv",
        ["hu"] = "hun",
        ["hy"] = "hye",
        ["id"] = "ind",
        ["is"] = "isl",
        ["it"] = "ita",
        ["ja"] = "jpn",
        ["ka"] = "kat",
        ["kk"] = "kaz",
        ["ko"] = "kor",
        ["lt"] = "lit",
        ["lv"] = "lav",
        ["mk"] = "mkd",
        ["ms"] = "msa",
        ["mt"] = "mlt",
        ["nb"] = "nob",
        ["nl"] = "nld",
        ["nn"] = "nno",
        ["no"] = "nor",
        ["oc"] = "oci",
        ["pl"] = "pol",
        ["pt"] = "por",
        ["ro"] = "ron",
        ["ru"] = "rus",
        ["sk"] = "slk",
        ["sl"] = "slv",
        ["sq"] = "sqi",
        ["sr"] = "srp",
        ["sv"] = "swe",
        ["sw"] = "swa",
        ["ta"] = "tam",
        ["te"] = "tel",
        ["th"] = "tha",
        ["tr"] = "tur",
        ["uk"] = "ukr",
        ["ur"] = "urd",
        ["uz"] = "uzb",
        ["vi"] = "vie",
        ["zh"] = "zho",
    };

    // Matroska and discs use the older set, which differs for these.
    private static readonly Dictionary<string, string> Bibliographic = new(StringComparer.Ordinal)
    {
        ["alb"] = "sq",
        ["arm"] = "hy",
        ["baq"] = "eu",
        ["chi"] = "zh",
        ["cze"] = "cs",
        ["dut"] = "nl",
        ["fre"] = "fr",
        ["geo"] = "ka",
        ["ger"] = "de",
        ["gre"] = "el",
        ["ice"] = "is",
        ["mac"] = "mk",
        ["may"] = "ms",
        ["per"] = "fa",
        ["rum"] = "ro",
        ["slo"] = "sk",
        ["wel"] = "cy",
    };

    /// <summary>Whether a code, with or without a region, names a language.</summary>
    public static bool IsKnown(string code) =>
        code.Length is >= 2 and <= 12
        && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && ThreeLetters.ContainsKey(Base(code));

    /// <summary>The language without its region.</summary>
    public static string Base(string code)
    {
        var dash = code.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? code : code[..dash];
    }

    /// <summary>Three-letter code; the two-letter one where there is none.</summary>
    public static string ThreeLetter(string code) => ThreeLetters.GetValueOrDefault(Base(code), Base(code));

    /// <summary>The code that users give for one of two or three letters, with its region: <c>pt-br</c> for <c>por_BR</c>.</summary>
    public static string FromAny(string code)
    {
        var parts = code.Split('_', '-');
        parts[0] = ThreeLetters.FirstOrDefault(pair => pair.Value == parts[0]).Key ?? parts[0];
        return string.Join('-', parts).ToLowerInvariant();
    }

    /// <summary>Whether a track's tag (<c>eng</c>, <c>ger</c>, <c>pt-BR</c>) names a language, whatever its region.</summary>
    public static bool Names(string? tag, string code)
    {
        var language = FromAny((tag ?? "").ToLowerInvariant());
        return Base(Bibliographic.GetValueOrDefault(Base(language), language)) == Base(code);
    }

    /// <summary>Whether a list holds the language, or the language without its region.</summary>
    public static bool Covers(IEnumerable<string> list, string code) => list.Contains(code) || list.Contains(Base(code));

    /// <summary>What two lists have in common, regions included; null is every language.</summary>
    public static IReadOnlyList<string>? Meet(IReadOnlyList<string>? one, IReadOnlyList<string>? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => [.. one.Where(code => Covers(other, code)).Union(other.Where(code => Covers(one, code)), StringComparer.Ordinal)],
    };
}
