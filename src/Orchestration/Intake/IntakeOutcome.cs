namespace TransVox.Orchestration.Intake;

/// <summary>What became of an event, and of which job.</summary>
public sealed record IntakeOutcome(IntakeResult Result, string? JobId);
