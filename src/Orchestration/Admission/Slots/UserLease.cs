using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>One of a user's slots in use.</summary>
public sealed record UserLease
{
    [JsonPropertyName("t")]
    public required string Ticket { get; init; }

    [JsonPropertyName("j")]
    [JsonInclude]
    internal string? ExplicitJobId { get; init; }

    [JsonIgnore]
    public string JobId => ExplicitJobId ?? Tickets.JobOf(Ticket);

    /// <summary>Unix time in milliseconds of the grant.</summary>
    [JsonPropertyName("g")]
    public long GrantedMs { get; init; }
}
