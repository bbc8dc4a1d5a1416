namespace TransVox.Orchestration.Durable;

/// <summary>Who called an activity.</summary>
/// <param name="InstanceId">The calling orchestration.</param>
public sealed record ActivityContext(string InstanceId);
