namespace TransVox.Pipeline.Stages;

/// <summary>Limits on one video.</summary>
public sealed record MediaLimits(long MaxBytes, TimeSpan MaxDuration);
