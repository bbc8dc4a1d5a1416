using System.ComponentModel.DataAnnotations;

namespace TransVox.LocalHost.Durable;

/// <summary>Settings of the embedded durable runtime.</summary>
public sealed class EmbeddedRuntimeOptions
{
    /// <summary>File of the store; created when missing. Put it on a local disk: SQLite's log does not work over a network.</summary>
    [Required]
    public string StorePath { get; set; } = "";

    /// <summary>Most activities that run at once; the rest wait in this process, in order.</summary>
    [Range(1, 100_000)]
    public int MaxConcurrentActivities { get; set; } = 1_000;

    /// <summary>Most orchestrators kept in memory between events; beyond it the ones idle longest are rebuilt from their history.</summary>
    [Range(1, 10_000_000)]
    public int MaxInstancesInMemory { get; set; } = 20_000;

    /// <summary>Most entities kept in memory.</summary>
    [Range(1, 10_000_000)]
    public int MaxEntitiesInMemory { get; set; } = 20_000;

    /// <summary>Bytes of serialized state beyond which an entity is stored as a log of operations with snapshots.</summary>
    [Range(0, 1_000_000_000)]
    public int LargeEntityBytes { get; set; } = 2_048;

    /// <summary>
    /// Bytes of the store's log that are written with zeros at start: a flush that makes a file longer, too, takes about half as long again,
    /// and now and then several times as long. 0 leaves the log as it is.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int LogReserveBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a stop waits for cancelled activities; they run again after the next start either way.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Replays every orchestrator from its start at every event: slow, and finds non-determinism early.</summary>
    public bool ReplayAtEveryEvent { get; set; }

    /// <summary>Events and operations of one commit at which it is cut, in the middle of a chain if need be; for tests.</summary>
    internal int LargestBatch { get; set; } = 50_000;
}
