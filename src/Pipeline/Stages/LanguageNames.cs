namespace TransVox.Pipeline.Stages;

/// <summary>What languages are called by those who speak them: how viewers find their track. The names are those of CLDR, which .NET has only with ICU.</summary>
internal static class LanguageNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["af"] = "Afrikaans",
        ["ar"] = "العربية",
        ["be"] = "Беларуская",
        ["bg"] = "Български",
        ["br"] = "Brezhoneg",
        ["bs"] = "Bosanski",
        ["ca"] = "Català",
        ["cs"] = "Čeština",
        ["cy"] = "Cymraeg",
        ["da"] = "Dansk",
        ["de"] = "Deutsch",
        ["el"] = "Ελληνικά",
        ["en"] = "English",
        ["eo"] = "Esperanto",
        ["es"] = "Español",
        ["et"] = "Eesti",
        ["eu"] = "Euskara",
        ["fa"] = "فارسی",
        ["fi"] = "Suomi",
        ["fr"] = "Français",
        ["ga"] = "Gaeilge",
        ["gl"] = "Galego",
        ["he"] = "עברית",
        ["hi"] = "हिन्दी",
        ["hr"] = "Hrvatski",
        ["hu"] = "Magyar",
        ["hy"] = "Հայերեն",
        ["id"] = "Indonesia",
        ["is"] = "Íslenska",
        ["it"] = "Italiano",
        ["ja"] = "日本語",
        ["ka"] = "ქართული",
        ["kk"] = "Қазақ тілі",
        ["ko"] = "한국어",
        ["lt"] = "Lietuvių",
        ["lv"] = "Latviešu",
        ["mk"] = "Македонски",
        ["ms"] = "Melayu",
        ["mt"] = "Malti",
        ["nb"] = "Norsk bokmål",
        ["nl"] = "Nederlands",
        ["nn"] = "Norsk nynorsk",
        ["no"] = "Norsk",
        ["oc"] = "Occitan",
        ["pl"] = "Polski",
        ["pt"] = "Português",
        ["ro"] = "Română",
        ["ru"] = "Русский",
        ["sk"] = "Slovenčina",
        ["sl"] = "Slovenščina",
        ["sq"] = "Shqip",
        ["sr"] = "Српски",
        ["sv"] = "Svenska",
        ["sw"] = "Kiswahili",
        ["ta"] = "தமிழ்",
        ["te"] = "తెలుగు",
        ["th"] = "ไทย",
        ["tr"] = "Türkçe",
        ["uk"] = "Українська",
        ["ur"] = "اردو",
        ["uz"] = "Oʻzbekcha",
        ["vi"] = "Tiếng Việt",
        ["zh"] = "中文",
    };

    /// <summary>The name, with the region or variant if the code has one: <c>Português (BR)</c>; the code itself where there is none.</summary>
    public static string Of(string code)
    {
        var language = Languages.Base(code);
        var name = Names.GetValueOrDefault(language, language);
        if (language == code)
        {
            return name;
        }

        var part = code[(language.Length + 1)..];
        return $"{name} ({(part.Length == 2 ? part.ToUpperInvariant() : char.ToUpperInvariant(part[0]) + part[1..])})";
    }
}
