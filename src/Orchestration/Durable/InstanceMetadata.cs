namespace TransVox.Orchestration.Durable;

/// <summary>What a client sees of an instance. The serialized parts are JSON text.</summary>
public sealed record InstanceMetadata(
    string InstanceId,
    string Name,
    InstanceStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt,
    string? SerializedInput,
    string? SerializedOutput,
    string? SerializedCustomStatus,
    string? FailureMessage)
{
    /// <summary>Whether the instance has ended.</summary>
    public bool IsTerminal => Status is InstanceStatus.Completed or InstanceStatus.Failed or InstanceStatus.Terminated;
}
