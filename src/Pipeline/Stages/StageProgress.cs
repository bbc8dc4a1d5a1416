namespace TransVox.Pipeline.Stages;

/// <summary>Progress of a running stage: fraction 0–1 and, now and then, a line worth showing.</summary>
public readonly record struct StageProgress(double Fraction, string? Message = null);
