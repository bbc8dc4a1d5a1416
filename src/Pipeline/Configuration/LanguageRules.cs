using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>Checks what a profile declares of languages and voices.</summary>
internal static class LanguageRules
{
    public static void Check(List<string> errors, string key, Stage stage, StageProfile profile)
    {
        Codes(errors, key + ".sourceLanguages", profile.SourceLanguages);
        Codes(errors, key + ".targetLanguages", profile.TargetLanguages);
        Codes(errors, key + ".pairs", profile.Pairs?.SelectMany(pair => pair.Value.Prepend(pair.Key)));
        Codes(errors, key + ".languageVoices", profile.LanguageVoices?.Keys);
        Names(errors, key + ".voices", profile.Voices);
        Names(errors, key + ".languageVoices", profile.LanguageVoices?.Values.SelectMany(voices => voices));
        if (profile.Pairs is not null && stage != Stage.Translate)
        {
            errors.Add($"{key}.pairs is set; it belongs to the stage Translate.");
        }

        if ((profile.Voices ?? (object?)profile.LanguageVoices) is not null && stage != Stage.Synthesize)
        {
            errors.Add($"{key}.voices or {key}.languageVoices is set; they belong to the stage Synthesize.");
        }
    }

    private static void Codes(List<string> errors, string key, IEnumerable<string>? codes) =>
        errors.AddRange((codes ?? []).Where(code => !Languages.IsKnown(code)).Distinct(StringComparer.Ordinal)
            .Select(code => $"{key} has '{code}'; it must be an ISO 639-1 code in lower case, such as 'es' or 'pt-br'."));

    // A name that starts with a dash would be an option of the program.
    private static void Names(List<string> errors, string key, IEnumerable<string>? names) =>
        errors.AddRange((names ?? []).Where(name => string.IsNullOrWhiteSpace(name) || name.StartsWith('-')).Distinct(StringComparer.Ordinal)
            .Select(name => $"{key} has '{name}'; a voice needs a name that does not start with a dash."));
}
