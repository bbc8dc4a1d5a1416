using System.Text.Json.Serialization;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>
/// A job's place in the admission ledger. Property names are short, and what the job id tells or is usual is left out: a full
/// ledger may have 20,000 places.
/// </summary>
public sealed record LedgerPlace
{
    /// <summary>The pool that is left out of the JSON.</summary>
    public const string UsualPool = "default";

    [JsonPropertyName("i")]
    public required string JobId { get; init; }

    [JsonIgnore]
    public string UserId => StoredUser ?? JobIds.UserOf(JobId) ?? JobId;

    [JsonIgnore]
    public string Pool => StoredPool ?? UsualPool;

    [JsonIgnore]
    public int Cost => StoredCost ?? 1;

    [JsonPropertyName("p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Priority { get; init; }

    /// <summary>Unix time in milliseconds at which the job was submitted.</summary>
    [JsonPropertyName("e")]
    public long EnqueuedMs { get; init; }

    /// <summary>Unix time in milliseconds at which the upload was last seen going on; null for one that was never long.</summary>
    [JsonPropertyName("n")]
    public long? RenewedMs { get; init; }

    /// <summary>Length of the video in seconds, once known.</summary>
    [JsonPropertyName("m")]
    public double? MediaSeconds { get; init; }

    /// <summary>It had its first lease: it counts no more against the bound, but keeps its user busy.</summary>
    [JsonPropertyName("r")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Running { get; init; }

    /// <summary>Whether its video may still be coming in: a job tells the length once it has begun.</summary>
    [JsonIgnore]
    public bool MayBeUpload => MediaSeconds is null && !Running;

    /// <summary>Stages that run after the wait, as <see cref="Forecast.JobPhase"/> codes them; null: the usual ones.</summary>
    [JsonPropertyName("s")]
    public string? Stages { get; init; }

    [JsonPropertyName("u")]
    [JsonInclude]
    internal string? StoredUser { get; init; }

    [JsonPropertyName("o")]
    [JsonInclude]
    internal string? StoredPool { get; init; }

    [JsonPropertyName("c")]
    [JsonInclude]
    internal int? StoredCost { get; init; }

    /// <summary>A place for a job that waits.</summary>
    public static LedgerPlace Create(
        string jobId, string userId, DateTimeOffset enqueuedAt, string pool = UsualPool, int priority = 0, int cost = 1, double? mediaSeconds = null,
        string? stages = null) => new()
        {
            JobId = jobId,
            StoredUser = JobIds.UserOf(jobId) == userId ? null : userId,
            StoredPool = pool == UsualPool ? null : pool,
            StoredCost = cost == 1 ? null : cost,
            Priority = priority,
            EnqueuedMs = enqueuedAt.ToUnixTimeMilliseconds(),
            MediaSeconds = mediaSeconds,
            Stages = stages,
        };
}
