namespace TransVox.Orchestration.Durable;

/// <summary>One page of instances, newest first where the backend can order, and the token of the next page or null.</summary>
public sealed record InstancePage(IReadOnlyList<InstanceMetadata> Instances, string? ContinuationToken);
