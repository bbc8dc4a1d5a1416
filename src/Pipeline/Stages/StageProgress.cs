namespace TransVox.Pipeline.Stages;

/// <summary>Progress of a running stage: fraction 0–1 and, now and then, a line worth showing.</summary>
/// <param name="Fraction">0–1.</param>
/// <param name="Message">A line.</param>
/// <param name="Bytes">Transferred so far, of a stage that transfers.</param>
/// <param name="TotalBytes">How many there will be, where that is known.</param>
public readonly record struct StageProgress(double Fraction, string? Message = null, long? Bytes = null, long? TotalBytes = null);
