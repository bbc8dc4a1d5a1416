using System.Globalization;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>Refuses what the catalogue does not have, and names what it has.</summary>
internal static class CatalogueCheck
{
    /// <summary>Checks languages, voice and speed.</summary>
    /// <param name="catalogue">What there is.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="ownSubtitles">The user brings the text: nothing must be recognized.</param>
    /// <exception cref="StageException">With a code of the request.</exception>
    public static void Require(LanguageCatalogue catalogue, DubbingOptions options, bool ownSubtitles)
    {
        var (source, target) = (options.SourceLanguage, options.TargetLanguage);
        catalogue = catalogue.For(options);
        if (source == Languages.Auto && ownSubtitles)
        {
            throw new StageException(ErrorCodes.UnsupportedLanguage, "Say in which language the video is: 'auto' listens to it, which your subtitles make needless.");
        }

        var finds = source == Languages.Auto && catalogue.Recognized?.Contains(Languages.Auto) == true;
        var translates = options.Output != OutputKind.Transcript;
        if (!(finds || Languages.IsKnown(source)) || (translates && !Languages.IsKnown(target)))
        {
            // The code is not repeated: it may be any text.
            var known = Languages.IsKnown(source) ? Offered("dub into", catalogue.TargetsFrom(source)) : Offered("dub from", Sources(catalogue, ownSubtitles));
            throw new StageException(ErrorCodes.UnsupportedLanguage, $"Unknown language. Give an ISO 639-1 code in lower case, such as 'en' or 'es'.{known}");
        }

        RequireSource(catalogue, source, ownSubtitles, translates);
        if (!translates)
        {
            return;
        }

        RequireTarget(catalogue, source, target);
        if (options.IsTextOnly())
        {
            return;
        }

        foreach (var voice in (options.Voices?.Values ?? []).Append(options.Voice).OfType<string>())
        {
            RequireVoice(catalogue, options.TargetLanguage, voice);
        }

        RequireSpeed(catalogue, options.Speed);
    }

    private static void RequireTarget(LanguageCatalogue catalogue, string source, string target)
    {
        if (source == target)
        {
            throw new StageException(
                ErrorCodes.UnsupportedPair, $"Source and target language are the same. Choose another target language.{Offered("dub into", catalogue.TargetsFrom(source))}");
        }

        if (catalogue.TargetsFrom(source) is { } targets && !Languages.Covers(targets, target))
        {
            throw new StageException(ErrorCodes.UnsupportedPair, $"'{source}' cannot be dubbed into '{target}' here. From '{source}' there is: {List(targets)}.");
        }
    }

    private static void RequireSource(LanguageCatalogue catalogue, string source, bool ownSubtitles, bool translates)
    {
        if (!catalogue.HasSource(source))
        {
            throw new StageException(
                ErrorCodes.UnsupportedLanguage, $"Videos in '{source}' cannot be dubbed here. Languages of videos: {List(Sources(catalogue, ownSubtitles))}.");
        }

        if (!ownSubtitles && catalogue.Recognized is { } recognized && !Languages.Covers(recognized, source))
        {
            throw new StageException(
                ErrorCodes.UnsupportedLanguage,
                $"Speech in '{source}' cannot be recognized here; what can: {List(recognized)}.{(translates ? $" With subtitles of your own, '{source}' can be dubbed." : "")}");
        }
    }

    private static void RequireVoice(LanguageCatalogue catalogue, string target, string voice)
    {
        if (!catalogue.CanChooseVoice)
        {
            throw new StageException(ErrorCodes.UnknownVoice, "Voices cannot be chosen here. Leave the voice out.");
        }

        if (catalogue.VoicesOf(target) is not { } voices)
        {
            if (!IsPlainName(voice))
            {
                throw new StageException(ErrorCodes.UnknownVoice, "This cannot be the name of a voice. Give a name of letters, digits and '._+-'.");
            }

            return;
        }

        if (!voices.Contains(voice) && !IsVariant(voice, voices, catalogue.VoiceVariants))
        {
            var hint = catalogue.VoiceVariants.Count > 0 && voices.Count > 0 ? $"; a variant may follow, as in '{voices[0]}+{catalogue.VoiceVariants[0]}'" : "";
            throw new StageException(
                ErrorCodes.UnknownVoice, $"There is no such voice for '{target}'. Choose one of: {List(voices)}{hint}.");
        }
    }

    private static void RequireSpeed(LanguageCatalogue catalogue, double speed)
    {
        if (!(speed is >= 0.5 and <= 2))
        {
            throw new StageException(ErrorCodes.InvalidRequest, "The speed must be between 0.5 and 2.");
        }

        if (!catalogue.CanChooseSpeed && speed != 1)
        {
            throw new StageException(
                ErrorCodes.InvalidRequest, string.Create(CultureInfo.InvariantCulture, $"The speed is {speed}, and cannot be chosen here. Leave it out."));
        }
    }

    private static bool IsVariant(string voice, IReadOnlyList<string> voices, IReadOnlyList<string> variants) =>
        voice.Split('+') is [var name, var variant] && voices.Contains(name) && variants.Contains(variant);

    private static IEnumerable<string>? Sources(LanguageCatalogue catalogue, bool ownSubtitles) =>
        ownSubtitles ? catalogue.Pairs?.Select(pair => pair.Source) : catalogue.Recognized ?? catalogue.Pairs?.Select(pair => pair.Source);

    private static string Offered(string what, IEnumerable<string>? codes) => codes is null ? "" : $" This service can {what}: {List(codes)}.";

    private static string List(IEnumerable<string>? names) => string.Join(", ", (names ?? []).DefaultIfEmpty("none"));

    // A name that starts with a dash would be an option of the program.
    private static bool IsPlainName(string voice) =>
        voice.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(voice[0]) && voice.All(c => char.IsAsciiLetterOrDigit(c) || "._+-".Contains(c, StringComparison.Ordinal));
}
