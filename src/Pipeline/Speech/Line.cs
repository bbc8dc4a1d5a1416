namespace TransVox.Pipeline.Speech;

/// <summary>A line on its way to a clip that fits.</summary>
internal sealed class Line
{
    /// <summary>Place of the cue in the dialogue.</summary>
    public required int Place { get; init; }

    /// <summary>What is said.</summary>
    public required string Text { get; set; }

    public required string Voice { get; init; }

    /// <summary>Label of the speaker, or empty.</summary>
    public required string Speaker { get; init; }

    public required string? Reference { get; init; }

    /// <summary>Seconds that it should take.</summary>
    public required double Slot { get; init; }

    /// <summary>The clip, once there is one; null when nothing can be heard.</summary>
    public string? Path { get; set; }

    /// <summary>Seconds of the clip.</summary>
    public double Duration { get; set; }

    /// <summary>Seconds of the first clip, of the whole text at the user's speed.</summary>
    public double Natural { get; set; }

    /// <summary>How much faster than at the user's speed it is spoken.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>How often its text was made shorter.</summary>
    public int Shortened { get; set; }
}
