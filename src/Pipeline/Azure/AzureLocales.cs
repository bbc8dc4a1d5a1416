using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Azure;

/// <summary>Locales as Azure's speech service names them.</summary>
internal static class AzureLocales
{
    // Where the region is not the language's own code in upper case.
    private static readonly Dictionary<string, string> Regions = new(StringComparer.Ordinal)
    {
        ["af"] = "ZA", ["ar"] = "EG", ["bs"] = "BA", ["ca"] = "ES", ["cs"] = "CZ", ["cy"] = "GB", ["da"] = "DK", ["el"] = "GR", ["en"] = "US",
        ["et"] = "EE", ["eu"] = "ES", ["fa"] = "IR", ["ga"] = "IE", ["gl"] = "ES", ["he"] = "IL", ["hi"] = "IN", ["hy"] = "AM", ["ja"] = "JP",
        ["ka"] = "GE", ["kk"] = "KZ", ["ko"] = "KR", ["ms"] = "MY", ["nb"] = "NO", ["pt"] = "BR", ["sl"] = "SI", ["sq"] = "AL", ["sr"] = "RS",
        ["sv"] = "SE", ["sw"] = "KE", ["ta"] = "IN", ["te"] = "IN", ["uk"] = "UA", ["ur"] = "PK", ["uz"] = "UZ", ["vi"] = "VN", ["zh"] = "CN",
    };

    /// <summary><c>en-US</c> for <c>en</c>, <c>pt-PT</c> for <c>pt-pt</c>.</summary>
    public static string Of(string language)
    {
        var code = Languages.Base(language) == "no" ? "nb" : Languages.Base(language);
        var region = language.Length > Languages.Base(language).Length
            ? language[(Languages.Base(language).Length + 1)..]
            : Regions.GetValueOrDefault(code, code);
        return $"{code}-{region.ToUpperInvariant()}";
    }
}
