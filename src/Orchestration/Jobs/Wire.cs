using TransVox.Contract.Dubbing;
using Domain = TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Jobs;

/// <summary>
/// Between the pipeline's types and those of the contract, which the pipeline does not know: the same names, values and members on both
/// sides, as a test says.
/// </summary>
public static class Wire
{
    public static Stage ToWire(this Domain.Stage stage) => (Stage)stage;

    public static Domain.Stage ToDomain(this Stage stage) => (Domain.Stage)stage;

    public static Domain.SubtitleMode ToDomain(this SubtitleMode mode) => (Domain.SubtitleMode)mode;

    public static Domain.OutputKind ToDomain(this OutputKind kind) => (Domain.OutputKind)kind;

    public static Domain.Formality ToDomain(this Formality formality) => (Domain.Formality)formality;

    public static QualitySummary ToWire(this Pipeline.Timing.QualitySummary quality) =>
        new(quality.Lines, quality.InSlot, quality.SpeedP95, quality.LongestDrift, quality.ToReview, quality.LookFirst);

    public static DubbingOptions ToWire(this Domain.DubbingOptions options) => new()
    {
        Profile = options.Profile,
        SourceLanguage = options.SourceLanguage,
        TargetLanguage = options.TargetLanguage.Length == 0 || options.TargetLanguages is not null ? null : options.TargetLanguage,
        TargetLanguages = options.TargetLanguages,
        Combine = options.Combine,
        SubtitleLanguage = options.SubtitleLanguage,
        Subtitles = (SubtitleMode)options.Subtitles,
        Output = (OutputKind)options.Output,
        Voice = options.Voice,
        Speed = options.Speed,
        Glossary = [.. options.Glossary.Select(ToWire)],
        Style = options.Style,
        Formality = (Formality?)options.Formality,
        Voices = options.Voices,
    };

    public static GlossaryTerm ToWire(this Domain.GlossaryTerm term) => new(term.Source, term.Translation);

    public static Domain.GlossaryTerm ToDomain(this GlossaryTerm term) => new(term.Source, term.Translation);

    public static Cue ToWire(this Domain.Cue cue) =>
        new(cue.Index, cue.Start, cue.End, cue.Text, cue.Translation, cue.Confidence, cue.Speaker, cue.FullTranslation, cue.Marks);

    public static Domain.Cue ToDomain(this Cue cue) =>
        new(cue.Index, cue.Start, cue.End, cue.Text, cue.Translation, cue.Confidence, cue.Speaker, cue.FullTranslation, cue.Marks);

    public static LanguageCatalogue ToWire(this Domain.LanguageCatalogue catalogue) => new()
    {
        Recognized = catalogue.Recognized,
        Pairs = ToWire(catalogue.Pairs),
        Targets = ToWire(catalogue.Targets),
        Voices = catalogue.Voices,
        VoiceVariants = catalogue.VoiceVariants,
        CanChooseVoice = catalogue.CanChooseVoice,
        CanChooseSpeed = catalogue.CanChooseSpeed,
        LeavesMachine = catalogue.LeavesMachine,
        Profiles = catalogue.Profiles?.Select(ToWire).ToList(),
        ForTranscript = catalogue.ForTranscript is { } transcript ? ToWire(transcript) : null,
        ForSubtitles = catalogue.ForSubtitles is { } subtitles ? ToWire(subtitles) : null,
        ForOwnTranslation = catalogue.ForOwnTranslation is { } speech ? ToWire(speech) : null,
    };

    private static LanguagePart ToWire(Domain.LanguagePart part) => new(part.Recognized, ToWire(part.Pairs), ToWire(part.Targets));

    private static List<LanguagePairs>? ToWire(IReadOnlyList<Domain.LanguagePairs>? pairs) =>
        pairs?.Select(pair => new LanguagePairs(pair.Source, pair.Targets)).ToList();

    private static List<TargetLanguage>? ToWire(IReadOnlyList<Domain.TargetLanguage>? targets) =>
        targets?.Select(target => new TargetLanguage(target.Language, target.Voices)).ToList();

    public static EngineUse ToWire(this Domain.EngineUse use) =>
        new(use.Requests, use.AudioSeconds, use.InputTokens, use.OutputTokens, use.Characters);

    private static ProfileOffer ToWire(Domain.ProfileOffer offer) =>
        new(offer.Name, offer.Description, offer.Pool, offer.MaxVideoMinutes, offer.Languages.ToWire());
}
