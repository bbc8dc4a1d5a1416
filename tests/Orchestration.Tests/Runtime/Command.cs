namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>What an orchestrator asked for; compared on every replay.</summary>
public sealed record Command(CommandKind Kind, int TaskId, string Name, string? Json = null, string? Target = null, DateTimeOffset At = default);

public enum CommandKind
{
    Activity,
    EntityCall,
    EntitySignal,
    Timer,
    CancelTimer,
    Event,
}
