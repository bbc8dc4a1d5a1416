using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>A job that waits for a pool's capacity: the head of a user's backlog.</summary>
public sealed record GpuTicket
{
    [JsonPropertyName("t")]
    public required string Ticket { get; init; }

    [JsonPropertyName("j")]
    [JsonInclude]
    internal string? ExplicitJobId { get; init; }

    [JsonIgnore]
    public string JobId => ExplicitJobId ?? Tickets.JobOf(Ticket);

    [JsonPropertyName("u")]
    public required string UserId { get; init; }

    [JsonPropertyName("p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Priority { get; init; }

    /// <summary>Unix time in milliseconds at which the job was submitted.</summary>
    [JsonPropertyName("e")]
    public long EnqueuedMs { get; init; }

    /// <summary>What it takes of the pool's capacity, at least 1.</summary>
    [JsonPropertyName("c")]
    public int Cost { get; init; } = 1;

    /// <summary>The job had a lease before and goes ahead of those that have not started.</summary>
    [JsonPropertyName("r")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Returning { get; init; }

    /// <summary>Order of arrival at the entity.</summary>
    [JsonPropertyName("n")]
    public long Sequence { get; init; }

    /// <summary>Unix milliseconds at which it was its turn for the first time but too large for what was free; null if never.</summary>
    [JsonPropertyName("b")]
    public long? BlockedMs { get; init; }
}
