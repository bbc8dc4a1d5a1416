namespace TransVox.Pipeline.Stages;

/// <summary>Something that a stage needs and this machine does not have.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Name">A program, or what else is missing; no path.</param>
public sealed record MissingPart(Stage Stage, string Name);
