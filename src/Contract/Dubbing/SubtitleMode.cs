namespace TransVox.Contract.Dubbing;

/// <summary>How subtitles go into the video. Subtitle files are written beside it in any case.</summary>
public enum SubtitleMode
{
    /// <summary>A subtitle track that the viewer can switch off.</summary>
    Soft,

    /// <summary>Drawn into the picture.</summary>
    Hard,

    /// <summary>A track with source and target text.</summary>
    Bilingual,

    /// <summary>None in the video.</summary>
    None,
}
