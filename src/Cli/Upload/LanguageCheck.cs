using System.Net;
using TransVox.Cli.Http;

namespace TransVox.Cli.Upload;

/// <summary>Asks what the service can dub before gigabytes are sent only to hear that it cannot; the service has the last word.</summary>
internal static class LanguageCheck
{
    /// <exception cref="ServiceException">With the code that the service would answer with.</exception>
    public static async Task RequireAsync(TransVoxClient client, SubmitMembers fields, CancellationToken cancellationToken)
    {
        foreach (var one in fields.TargetLanguages is { } several ? several.Select(language => fields with { TargetLanguage = language, TargetLanguages = null }) : [fields])
            await RequireOneAsync(client, one, cancellationToken);
    }

    private static async Task RequireOneAsync(TransVoxClient client, SubmitMembers fields, CancellationToken cancellationToken)
    {
        LanguageCatalogue catalogue;
        try
        {
            catalogue = await client.GetLanguagesAsync(cancellationToken);
        }
        catch (ServiceException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // A service of before there was a catalogue.
            return;
        }

        if (fields.Profile is { } name && catalogue.Profiles is { } profiles)
        {
            catalogue = profiles.FirstOrDefault(profile => profile.Name == name)?.Languages
                ?? throw Refusal(ErrorCodes.InvalidRequest, $"There is no profile '{name}' there. Profiles: {string.Join(", ", profiles.Select(profile => profile.Name))}.");
        }

        var (source, target) = ((fields.SourceLanguage ?? "en").ToLowerInvariant(), fields.TargetLanguage?.ToLowerInvariant());
        // A service of before these outputs has no such lists, and says itself that it does not know the output.
        var part = fields.Output switch
        {
            OutputKind.Transcript => catalogue.ForTranscript,
            OutputKind.Subtitles => catalogue.ForSubtitles,
            _ => target is not null && string.Equals(fields.SubtitleLanguage, target, StringComparison.OrdinalIgnoreCase) ? catalogue.ForOwnTranslation : null,
        };
        if (part is not null)
            catalogue = catalogue with { Recognized = part.Recognized, Pairs = part.Pairs, Targets = part.Targets };
        if (fields.SubtitleBytes is null && catalogue.Recognized is { } recognized && !Covers(recognized, source))
            throw Refusal(ErrorCodes.UnsupportedLanguage, $"Speech in '{source}' cannot be recognized there; what can: {string.Join(", ", recognized)}.");
        if (target is null || fields.Output == OutputKind.Transcript)
            return;
        var pair = Find(catalogue.Pairs, p => p.Source, source);
        var targets = catalogue.Pairs is not null && pair is null ? [] : pair?.Targets ?? catalogue.Targets?.Select(t => t.Language).ToList();
        if (targets is not null && !Covers(targets, target))
            throw Refusal(ErrorCodes.UnsupportedPair, $"'{source}' cannot be dubbed into '{target}' there. From '{source}' there is: {string.Join(", ", targets.DefaultIfEmpty("none"))}.");
        var voices = Find(catalogue.Targets, t => t.Language, target)?.Voices ?? catalogue.Voices;
        if (fields.Output != OutputKind.Subtitles && fields.Voice is { } voice && voices is not null && !voices.Contains(voice.Split('+')[0]))
            throw Refusal(ErrorCodes.UnknownVoice, $"There is no such voice for '{target}'. Choose one of: {string.Join(", ", voices)}.");
    }

    private static ServiceException Refusal(string code, string message) => new(code, message, HttpStatusCode.BadRequest);

    /// <summary>A code without a region stands for its regions.</summary>
    private static bool Covers(IEnumerable<string> list, string code) => list.Contains(code) || list.Contains(Base(code));

    private static T? Find<T>(IEnumerable<T>? list, Func<T, string> codeOf, string code)
        where T : class =>
        list?.FirstOrDefault(item => codeOf(item) == code) ?? list?.FirstOrDefault(item => codeOf(item) == Base(code));

    private static string Base(string code) => code.Split('-')[0];
}
