using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>The subtitle files that a user gets: SubRip and WebVTT in each language of which there is text. Pure.</summary>
public static class SubtitleFiles
{
    /// <summary>Names of the files.</summary>
    public static IReadOnlyList<string> Names(DubbingOptions options) => [.. Texts(options).SelectMany(text => Names(text.Language))];

    /// <summary>The files, by name.</summary>
    /// <param name="cues">The cues, translated unless a transcript is asked for.</param>
    /// <param name="options">What is asked for.</param>
    public static IEnumerable<(string Name, string Content)> Of(IReadOnlyList<Cue> cues, DubbingOptions options)
    {
        foreach (var (language, which) in Texts(options))
        {
            var pages = SubtitlePages.Of(cues, which).ToList();
            yield return (Artifacts.Subtitles(language, "srt"), SubtitleWriter.Srt(pages, which));
            yield return (Artifacts.Subtitles(language, "vtt"), SubtitleWriter.Vtt(pages, which));
        }
    }

    // A translation that was brought comes without what is said.
    private static IEnumerable<(string Language, SubtitleText Which)> Texts(DubbingOptions options)
    {
        if (!options.BringsTranslation())
        {
            yield return (options.SourceLanguage, SubtitleText.Source);
        }

        if (options.Output != OutputKind.Transcript)
        {
            yield return (options.TargetLanguage, SubtitleText.Target);
        }
    }

    private static string[] Names(string language) => [Artifacts.Subtitles(language, "srt"), Artifacts.Subtitles(language, "vtt")];
}
