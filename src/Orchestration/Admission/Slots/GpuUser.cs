using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// A user as a pool knows it. <see cref="Use"/> is forward-decayed: GPU-seconds weighted by 2^((t − landmark) / half-life), so that
/// the order of users does not change while time passes and nothing has to be recomputed.
/// </summary>
public sealed class GpuUser
{
    [JsonPropertyName("u")]
    public required string UserId { get; init; }

    [JsonPropertyName("d")]
    [JsonInclude]
    public double Use { get; internal set; }

    [JsonPropertyName("w")]
    [JsonInclude]
    public double Weight { get; internal set; } = 1;

    /// <summary>Version of the settings that the weight came with.</summary>
    [JsonPropertyName("v")]
    [JsonInclude]
    internal long WeightVersion { get; set; }

    /// <summary>Cost of the leases it holds; follows from the leases.</summary>
    [JsonIgnore]
    public long Running { get; internal set; }

    /// <summary>Tickets that wait; follows from them.</summary>
    [JsonIgnore]
    public int Waiting { get; internal set; }

    [JsonIgnore]
    internal Dictionary<(bool Returning, int Cost), GpuBucket> Buckets { get; } = [];
}
