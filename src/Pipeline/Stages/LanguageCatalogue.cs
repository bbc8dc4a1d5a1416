namespace TransVox.Pipeline.Stages;

/// <summary>
/// What the configured engines can dub. A list that is null was not declared: anything goes there, and the engines find out. A code
/// without a region stands for its regions too (<c>pt</c> for <c>pt-br</c>). <c>auto</c> among the languages of videos: whatever is spoken is
/// found out.
/// </summary>
public sealed record LanguageCatalogue
{
    /// <summary>Languages whose speech can be recognized. Any other needs subtitles that the user brings.</summary>
    public IReadOnlyList<string>? Recognized { get; init; }

    /// <summary>What can be dubbed into what, by the language of the video.</summary>
    public IReadOnlyList<LanguagePairs>? Pairs { get; init; }

    /// <summary>Languages that can be spoken, with their voices.</summary>
    public IReadOnlyList<TargetLanguage>? Targets { get; init; }

    /// <summary>Voices of every language that lists none of its own.</summary>
    public IReadOnlyList<string>? Voices { get; init; }

    /// <summary>Variants that may follow a voice's name after a plus sign: <c>es+f3</c>.</summary>
    public IReadOnlyList<string> VoiceVariants { get; init; } = [];

    /// <summary>Whether a voice can be chosen.</summary>
    public bool CanChooseVoice { get; init; } = true;

    /// <summary>Whether the speaking rate can be chosen.</summary>
    public bool CanChooseSpeed { get; init; } = true;

    /// <summary>Whether sound or text goes to a server that is not on this machine, as far as the engines tell.</summary>
    public bool LeavesMachine { get; init; }

    /// <summary>All profiles that a submission may name, the default first; null when there is one. The rest of this is the default's.</summary>
    public IReadOnlyList<ProfileOffer>? Profiles { get; init; }

    /// <summary>Languages for the output Transcript: nothing must be translated or spoken.</summary>
    public LanguagePart? ForTranscript { get; init; }

    /// <summary>Languages for the output Subtitles: nothing must be spoken.</summary>
    public LanguagePart? ForSubtitles { get; init; }

    /// <summary>Languages for a translation that the user brings: nothing must be recognized or translated.</summary>
    public LanguagePart? ForOwnTranslation { get; init; }

    /// <summary>What there is for what is asked for.</summary>
    public LanguageCatalogue For(DubbingOptions options)
    {
        var part = options.Output switch
        {
            OutputKind.Transcript => ForTranscript,
            OutputKind.Subtitles => ForSubtitles,
            _ => options.BringsTranslation() ? ForOwnTranslation : null,
        };
        return part is null ? this : this with { Recognized = part.Recognized, Pairs = part.Pairs, Targets = part.Targets };
    }

    /// <summary>Whether a video in this language can be dubbed into anything, be it with brought subtitles only.</summary>
    public bool HasSource(string source) => Pairs is null || PairsOf(source) is not null;

    /// <summary>What a language can be dubbed into; null: not declared.</summary>
    public IReadOnlyList<string>? TargetsFrom(string source) =>
        PairsOf(source)?.Targets ?? Targets?.Select(target => target.Language).Where(language => language != source).ToList();

    /// <summary>The voices of a language; null: not declared.</summary>
    public IReadOnlyList<string>? VoicesOf(string target) =>
        (Targets?.FirstOrDefault(t => t.Language == target) ?? Targets?.FirstOrDefault(t => t.Language == Languages.Base(target)))?.Voices ?? Voices;

    private LanguagePairs? PairsOf(string source) =>
        Pairs?.FirstOrDefault(pair => pair.Source == source) ?? Pairs?.FirstOrDefault(pair => pair.Source == Languages.Base(source));
}
