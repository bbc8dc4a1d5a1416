namespace TransVox.Pipeline.Timing;

/// <summary>What can be done to make a line fit.</summary>
public static class FitSteps
{
    /// <summary>Its text was made shorter.</summary>
    public const string Shortened = "shortened";

    /// <summary>It is spoken faster, up to 1.25.</summary>
    public const string Faster = "faster";

    /// <summary>It goes on into the pause after it.</summary>
    public const string Pause = "pause";

    /// <summary>It goes on after the next line should have started.</summary>
    public const string TooLong = "too_long";

    /// <summary>It starts late, because the line before it was too long.</summary>
    public const string Late = "late";

    /// <summary>It starts before its cue, because the video would end too soon.</summary>
    public const string Early = "early";

    /// <summary>It is spoken faster than can be followed with ease: nothing else was left.</summary>
    public const string Hurried = "hurried";

    /// <summary>Nothing is said.</summary>
    public const string Silent = "silent";
}
