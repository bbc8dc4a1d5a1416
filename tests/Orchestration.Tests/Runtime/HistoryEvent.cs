namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>What happened to an instance, in order; all that its orchestrator is rebuilt from.</summary>
public sealed record HistoryEvent(HistoryKind Kind, int TaskId = -1, string? Name = null, string? Json = null, string? Failure = null, DateTimeOffset At = default);

public enum HistoryKind
{
    TurnStarted,
    TaskCompleted,
    TaskFailed,
    TimerFired,
    EventRaised,
}
