namespace TransVox.Pipeline.Subtitles;

/// <summary>Which text of a cue a file shows.</summary>
public enum SubtitleText
{
    /// <summary>What was said.</summary>
    Source,

    /// <summary>The translation.</summary>
    Target,

    /// <summary>The translation above what was said.</summary>
    Both,
}
