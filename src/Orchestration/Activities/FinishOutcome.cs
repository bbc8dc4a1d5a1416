namespace TransVox.Orchestration.Activities;

/// <summary>Whether everything was tidied up.</summary>
public sealed record FinishOutcome(ActivityError? Error = null);
