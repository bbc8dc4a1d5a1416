namespace TransVox.Orchestration.Tests.Service;

/// <summary>The system's clock, ahead by as much as a test says.</summary>
public sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
