using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>A job in a user's backlog. Property names are short because a backlog has thousands.</summary>
public sealed record UserTicket
{
    [JsonPropertyName("t")]
    public required string Ticket { get; init; }

    [JsonPropertyName("j")]
    [JsonInclude]
    internal string? ExplicitJobId { get; init; }

    [JsonIgnore]
    public string JobId => ExplicitJobId ?? Tickets.JobOf(Ticket);

    [JsonPropertyName("p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Priority { get; init; }

    /// <summary>Unix time in milliseconds at which the job was submitted.</summary>
    [JsonPropertyName("e")]
    public long EnqueuedMs { get; init; }

    /// <summary>The job had a lease before and goes ahead of those that have not started.</summary>
    [JsonPropertyName("r")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Returning { get; init; }

    /// <summary>Order of arrival at the entity.</summary>
    [JsonPropertyName("n")]
    public long Sequence { get; init; }
}
