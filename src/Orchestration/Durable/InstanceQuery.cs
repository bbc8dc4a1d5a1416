namespace TransVox.Orchestration.Durable;

/// <summary>Filter of an instance query; null members do not filter.</summary>
public sealed record InstanceQuery(
    string? InstanceIdPrefix = null,
    IReadOnlyList<InstanceStatus>? Statuses = null,
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    bool FetchInputsAndOutputs = true,
    int PageSize = 100,
    string? ContinuationToken = null);
