using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>A part of a pool's capacity in use.</summary>
public sealed record GpuLease
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

    [JsonPropertyName("c")]
    public int Cost { get; init; } = 1;

    /// <summary>Unix time in milliseconds of the grant.</summary>
    [JsonPropertyName("g")]
    public long GrantedMs { get; init; }

    /// <summary>Expected use, charged at the grant and replaced by the real one at the release; in the unit of <see cref="GpuUser.Use"/>.</summary>
    [JsonPropertyName("a")]
    public double Advance { get; init; }
}
