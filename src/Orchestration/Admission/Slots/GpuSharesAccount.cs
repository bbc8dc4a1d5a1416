using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>One shard as the entity knows it that divides the pool; the sums are those of <see cref="GpuShare"/>.</summary>
public sealed class GpuSharesAccount
{
    [JsonPropertyName("g")]
    [JsonInclude]
    internal long Given { get; set; }

    [JsonPropertyName("r")]
    [JsonInclude]
    internal long Returned { get; set; }

    /// <summary>Number of the last report, and what it said.</summary>
    [JsonPropertyName("n")]
    [JsonInclude]
    internal long Seen { get; set; }

    [JsonPropertyName("tg")]
    [JsonInclude]
    internal long ToldGiven { get; set; }

    [JsonPropertyName("tn")]
    [JsonInclude]
    internal long ToldNeed { get; set; }

    [JsonPropertyName("tl")]
    [JsonInclude]
    internal long ToldLeast { get; set; }

    [JsonPropertyName("tc")]
    [JsonInclude]
    internal long ToldNext { get; set; }

    /// <summary>Number of the last message to it, and what that said.</summary>
    [JsonPropertyName("h")]
    [JsonInclude]
    internal long Sequence { get; set; }

    [JsonPropertyName("sg")]
    [JsonInclude]
    internal long SentGiven { get; set; }

    [JsonPropertyName("f")]
    [JsonInclude]
    internal long Fair { get; set; }

    [JsonPropertyName("l")]
    [JsonInclude]
    internal ShardLending Lending { get; set; }

    /// <summary>The highest version of settings that it has, or was sent.</summary>
    [JsonPropertyName("v")]
    [JsonInclude]
    internal long Version { get; set; } = -1;

    /// <summary>What it may use, at most.</summary>
    [JsonIgnore]
    public long Held => Given - Returned;

    /// <summary>What it waits for, less what was given since it said so.</summary>
    [JsonIgnore]
    internal long Need => Math.Max(0, ToldNeed - (Given - ToldGiven));

    [JsonIgnore]
    internal long Least => ToldLeast - (Given - ToldGiven);

    internal void Take(ShardReport report)
    {
        // A sum never falls, so an old report cannot take back what a new one said.
        Returned = Math.Max(Returned, report.Returned);
        Version = Math.Max(Version, report.Settings.Version);
        if (report.Sequence > Seen)
        {
            Given = Math.Max(Given, report.Given);
            (Seen, ToldGiven, ToldNeed, ToldLeast, ToldNext) = (report.Sequence, report.Given, report.Need, report.Least, report.Next);
        }
    }

    internal long Give(long most)
    {
        var given = Math.Clamp(most, 0, Need);
        Given += given;
        return given;
    }

    /// <summary>Notes what it must be told now, as the next message if that is news to it.</summary>
    internal void Tell(long fair, ShardLending lending, long version)
    {
        if (Given == SentGiven && (Held == 0 || (fair == Fair && lending == Lending)) && (Seen == 0 || version == Version))
            return;
        Sequence++;
        (SentGiven, Fair, Lending, Version) = (Given, fair, lending, version);
    }

    internal ShardShare Message(int shard, PoolSettings settings) => new(shard, Sequence, SentGiven, Fair, Lending, settings);
}
