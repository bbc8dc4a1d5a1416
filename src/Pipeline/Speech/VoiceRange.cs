namespace TransVox.Pipeline.Speech;

/// <summary>How high somebody speaks.</summary>
public enum VoiceRange
{
    /// <summary>As most men do.</summary>
    Low,

    /// <summary>As most women do.</summary>
    High,

    /// <summary>As children do.</summary>
    Child,
}
