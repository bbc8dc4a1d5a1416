using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// What a shard may use of its pool, as two sums that only grow: all it was given, which only <see cref="GpuSharesState"/> raises, and all
/// it gave back, which only the shard raises. Whatever is lost or comes late or twice, each side knows at most as much as the other has
/// done, so a shard never uses more than is counted as its own.
/// </summary>
public sealed class GpuShare
{
    [JsonPropertyName("g")]
    [JsonInclude]
    internal long Given { get; set; }

    [JsonPropertyName("r")]
    [JsonInclude]
    internal long Returned { get; set; }

    [JsonPropertyName("f")]
    [JsonInclude]
    internal long Fair { get; set; }

    [JsonPropertyName("l")]
    [JsonInclude]
    internal ShardLending Lending { get; set; }

    /// <summary>The most shards that the pool ever had, as far as this one heard.</summary>
    [JsonPropertyName("s")]
    [JsonInclude]
    internal int Shards { get; set; }

    /// <summary>Number of the last <see cref="ShardShare"/>.</summary>
    [JsonPropertyName("h")]
    [JsonInclude]
    internal long Heard { get; set; }

    /// <summary>The highest version of settings that the pool's shares are known to have.</summary>
    [JsonPropertyName("v")]
    [JsonInclude]
    internal long Version { get; set; } = -1;

    /// <summary>Number of the last report, and what it said.</summary>
    [JsonPropertyName("n")]
    [JsonInclude]
    internal long Sequence { get; set; }

    [JsonPropertyName("tg")]
    [JsonInclude]
    internal long ToldGiven { get; set; }

    [JsonPropertyName("tr")]
    [JsonInclude]
    internal long ToldReturned { get; set; }

    [JsonPropertyName("tn")]
    [JsonInclude]
    internal long ToldNeed { get; set; }

    [JsonPropertyName("tl")]
    [JsonInclude]
    internal long ToldLeast { get; set; }

    [JsonPropertyName("tc")]
    [JsonInclude]
    internal long ToldNext { get; set; }

    /// <summary>What it may use now.</summary>
    [JsonIgnore]
    public long Held => Given - Returned;

    /// <summary>What came since the last report, beside what that says is in use.</summary>
    [JsonIgnore]
    internal long GivenSince => Math.Max(0, Given - ToldGiven);

    /// <summary>Whether the pool's shares count this as one where jobs wait.</summary>
    [JsonIgnore]
    internal bool CountsAsNeedy => ToldNeed > GivenSince;
}
