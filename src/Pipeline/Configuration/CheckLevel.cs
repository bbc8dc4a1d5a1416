namespace TransVox.Pipeline.Configuration;

/// <summary>How outputs are checked.</summary>
public enum CheckLevel
{
    /// <summary>They exist, decode, and their lengths and counts fit.</summary>
    Full,

    /// <summary>They exist.</summary>
    Exists,
}
