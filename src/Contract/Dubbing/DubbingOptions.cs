namespace TransVox.Contract.Dubbing;

/// <summary>What a user asks for. Languages are ISO 639-1 codes, lower case, optionally with a region (<c>pt-br</c>).</summary>
public sealed record DubbingOptions
{
    /// <summary>Profile of engines; null takes the service's default.</summary>
    public string? Profile { get; init; }

    /// <summary>Spoken language of the video.</summary>
    public string SourceLanguage { get; init; } = "en";

    /// <summary>Language to dub into; null for a transcript, and where there are several.</summary>
    public string? TargetLanguage { get; init; }

    /// <summary>Several languages to dub into; null: one.</summary>
    public IReadOnlyList<string>? TargetLanguages { get; init; }

    /// <summary>Beside a result for each of several languages, one video with a sound and a subtitle track for each.</summary>
    public bool Combine { get; init; }

    /// <summary>Language of the subtitles that the user brought; null: that of the video.</summary>
    public string? SubtitleLanguage { get; init; }

    /// <summary>How subtitles go into the video.</summary>
    public SubtitleMode Subtitles { get; init; } = SubtitleMode.Soft;

    /// <summary>What to deliver.</summary>
    public OutputKind Output { get; init; } = OutputKind.Video;

    /// <summary>Voice of the synthesis engine; null takes the engine's default for the language.</summary>
    public string? Voice { get; init; }

    /// <summary>Speaking rate relative to the engine's normal, 0.5 to 2.</summary>
    public double Speed { get; init; } = 1.0;

    /// <summary>Terms that translation must keep.</summary>
    public IReadOnlyList<GlossaryTerm> Glossary { get; init; } = [];

    /// <summary>How the translation should sound, in the user's words; for translators that can be told.</summary>
    public string? Style { get; init; }

    /// <summary>How the translation addresses people; null leaves it to the translator.</summary>
    public Formality? Formality { get; init; }

    /// <summary>Voice by speaker; the others get <see cref="Voice"/>, or one that suits their pitch.</summary>
    public IReadOnlyDictionary<string, string>? Voices { get; init; }
}
