namespace TransVox.Orchestration.Activities;

/// <summary>Why and when a job's activities were told to stop.</summary>
public sealed record StopMarker(string Reason, DateTimeOffset At);
