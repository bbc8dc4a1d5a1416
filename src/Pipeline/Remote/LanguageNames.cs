using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>English names of languages, as recognizers report what they heard.</summary>
internal static class LanguageNames
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["afrikaans"] = "af", ["arabic"] = "ar", ["belarusian"] = "be", ["bulgarian"] = "bg", ["breton"] = "br", ["bosnian"] = "bs",
        ["catalan"] = "ca", ["czech"] = "cs", ["welsh"] = "cy", ["danish"] = "da", ["german"] = "de", ["greek"] = "el", ["english"] = "en",
        ["spanish"] = "es", ["castilian"] = "es", ["estonian"] = "et", ["basque"] = "eu", ["persian"] = "fa", ["finnish"] = "fi",
        ["french"] = "fr", ["galician"] = "gl", ["hebrew"] = "he", ["hindi"] = "hi", ["croatian"] = "hr", ["hungarian"] = "hu",
        ["armenian"] = "hy", ["indonesian"] = "id", ["icelandic"] = "is", ["italian"] = "it", ["japanese"] = "ja", ["georgian"] = "ka",
        ["kazakh"] = "kk", ["korean"] = "ko", ["lithuanian"] = "lt", ["latvian"] = "lv", ["macedonian"] = "mk", ["malay"] = "ms",
        ["maltese"] = "mt", ["dutch"] = "nl", ["nynorsk"] = "nn", ["norwegian"] = "no", ["occitan"] = "oc", ["polish"] = "pl",
        ["portuguese"] = "pt", ["romanian"] = "ro", ["russian"] = "ru", ["slovak"] = "sk", ["slovenian"] = "sl", ["albanian"] = "sq",
        ["serbian"] = "sr", ["swedish"] = "sv", ["swahili"] = "sw", ["tamil"] = "ta", ["telugu"] = "te", ["thai"] = "th", ["turkish"] = "tr",
        ["ukrainian"] = "uk", ["urdu"] = "ur", ["uzbek"] = "uz", ["vietnamese"] = "vi", ["chinese"] = "zh", ["mandarin"] = "zh",
    };

    /// <summary>The code for a name or a code; null for one that is not known.</summary>
    public static string? CodeOf(string language)
    {
        var code = Codes.GetValueOrDefault(language) ?? Languages.FromAny(language);
        return Languages.IsKnown(code) ? code : null;
    }
}
