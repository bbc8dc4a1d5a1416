namespace TransVox.Contract.Dubbing;

/// <summary>What the user gets.</summary>
public enum OutputKind
{
    /// <summary>The video with the dub as its sound.</summary>
    Video,

    /// <summary>The dubbed sound alone.</summary>
    Audio,

    /// <summary>The video with two sound tracks: the dub first, the original second.</summary>
    Dual,

    /// <summary>Subtitle files in the spoken and the target language; nothing is spoken.</summary>
    Subtitles,

    /// <summary>What was said, as subtitle files and cues; nothing is translated.</summary>
    Transcript,
}
