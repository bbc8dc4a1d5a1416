using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>Puts together what the engines of all stages can do, and what their profiles declare.</summary>
internal static class CatalogueBuilder
{
    public static LanguageCatalogue Build(IReadOnlyDictionary<Stage, IStageEngine> engines, IReadOnlyDictionary<Stage, StageProfile> profiles) =>
        Build([.. engines.SelectMany(engine => new[]
        {
            (engine.Key, EngineOffer.Of(engine.Key, profiles[engine.Key])),
            (engine.Key, engine.Value.Offer),
        })]);

    private static LanguageCatalogue Build(IReadOnlyList<(Stage Stage, EngineOffer Offer)> offers) =>
        Of(offers) with
        {
            ForTranscript = PartOf([.. offers.Where(offer => offer.Stage < Stage.Translate)]),
            ForSubtitles = PartOf([.. offers.Where(offer => offer.Stage < Stage.Synthesize)]),
            ForOwnTranslation = PartOf([.. offers.Where(offer => offer.Stage is not (Stage.Transcribe or Stage.Translate))]),
        };

    private static LanguagePart PartOf(IReadOnlyList<(Stage Stage, EngineOffer Offer)> offers)
    {
        var part = Of(offers);
        return new LanguagePart(part.Recognized, part.Pairs, part.Targets);
    }

    private static LanguageCatalogue Of(IReadOnlyList<(Stage Stage, EngineOffer Offer)> offers)
    {
        // Brought subtitles replace recognition, and only that: what the other stages can do always holds.
        var recognized = Meet(offers.Where(o => o.Stage == Stage.Transcribe).Select(o => o.Offer.Sources));
        var sources = Meet(offers.Where(o => o.Stage != Stage.Transcribe).Select(o => o.Offer.Sources));
        var targets = Meet(offers.Select(o => o.Offer.Targets));
        var pairs = offers.Select(o => o.Offer.Pairs)
            .Append(sources?.Select(source => new LanguagePairs(source, null)).ToList())
            .Aggregate(Meet);
        pairs = pairs?.Select(pair => Narrow(pair, targets)).Where(pair => pair.Targets is not { Count: 0 })
            .OrderBy(pair => pair.Source, StringComparer.Ordinal).ToList();
        if (pairs is not null)
        {
            recognized = Languages.Meet(recognized, [.. pairs.Select(pair => pair.Source)]);
            targets = pairs.All(pair => pair.Targets is not null)
                ? [.. pairs.SelectMany(pair => pair.Targets!).Distinct(StringComparer.Ordinal)]
                : targets;
        }

        recognized = Sorted(recognized);
        if (recognized is not null && offers.Any(o => o.Offer.CanDetectLanguage))
        {
            recognized = [Languages.Auto, .. recognized];
            pairs = pairs?.Prepend(new LanguagePairs(Languages.Auto, Sorted(targets))).ToList();
        }

        var speech = offers.Where(o => o.Stage == Stage.Synthesize).Select(o => o.Offer).ToList();
        return new LanguageCatalogue
        {
            Recognized = recognized,
            Pairs = pairs,
            Targets = Sorted(targets)?.Select(target => new TargetLanguage(target, First(speech, offer => offer.VoicesOf(target)))).ToList(),
            Voices = First(speech, offer => offer.Voices),
            VoiceVariants = First(speech, offer => offer.VoiceVariants.Count > 0 ? offer.VoiceVariants : null) ?? [],
            CanChooseVoice = speech.TrueForAll(offer => offer.CanChooseVoice),
            CanChooseSpeed = speech.TrueForAll(offer => offer.CanChooseSpeed),
        };
    }

    private static IReadOnlyList<string>? Meet(IEnumerable<IReadOnlyList<string>?> lists) => lists.Aggregate((IReadOnlyList<string>?)null, Languages.Meet);

    private static IReadOnlyList<LanguagePairs>? Meet(IReadOnlyList<LanguagePairs>? one, IReadOnlyList<LanguagePairs>? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        var sources = Languages.Meet([.. one.Select(pair => pair.Source)], [.. other.Select(pair => pair.Source)])!;
        return [.. sources.Select(source => new LanguagePairs(source, Languages.Meet(TargetsOf(one, source), TargetsOf(other, source))))];
    }

    private static IReadOnlyList<string>? TargetsOf(IReadOnlyList<LanguagePairs> pairs, string source) =>
        (pairs.FirstOrDefault(pair => pair.Source == source) ?? pairs.First(pair => pair.Source == Languages.Base(source))).Targets;

    private static LanguagePairs Narrow(LanguagePairs pair, IReadOnlyList<string>? targets) =>
        pair with { Targets = Sorted(Languages.Meet(pair.Targets, targets)?.Where(target => target != pair.Source)) };

    private static List<string>? Sorted(IEnumerable<string>? codes) => codes?.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

    private static IReadOnlyList<string>? First(List<EngineOffer> offers, Func<EngineOffer, IReadOnlyList<string>?> of) =>
        offers.Select(of).FirstOrDefault(list => list is not null);
}
