using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>How the capacity of a pool is divided among its shards. It knows no jobs, so it is as large as there are shards.</summary>
public sealed class GpuSharesState
{
    /// <summary>Settings of the pool; null until the first report.</summary>
    [JsonPropertyName("s")]
    [JsonInclude]
    public PoolSettings? Settings { get; internal set; }

    /// <summary>The shards by number: all that ever reported.</summary>
    [JsonPropertyName("a")]
    [JsonInclude]
    public IReadOnlyList<GpuSharesAccount> Shards { get; internal set; } = [];
}
