using System.ComponentModel.DataAnnotations;

namespace DurableTask.Sqlite;

/// <summary>Settings of the engine.</summary>
public sealed class SqliteOptions
{
    /// <summary>File of the store; created when missing. Put it on a local disk: SQLite's log does not work over a network.</summary>
    [Required]
    public string StorePath { get; set; } = "";

    /// <summary>Most orchestrators kept in memory between events; beyond it the ones idle longest are rebuilt from their history.</summary>
    [Range(1, 10_000_000)]
    public int MaxInstancesInMemory { get; set; } = 20_000;

    /// <summary>Most entities kept in memory.</summary>
    [Range(1, 10_000_000)]
    public int MaxEntitiesInMemory { get; set; } = 20_000;

    /// <summary>
    /// Names of entities whose operations are deterministic functions of state, input and the <see cref="TimeProvider"/> that their
    /// constructor is given, and await nothing. When the state of one is large, its operations are stored and run again instead of it.
    /// </summary>
    public ISet<string> ReplayableEntities { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Characters of serialized state beyond which a replayable entity is stored as a log of operations with snapshots.</summary>
    [Range(0, 1_000_000_000)]
    public int LargeEntityBytes { get; set; } = 2_048;

    /// <summary>
    /// Bytes of the store's log that are written with zeros at start: a flush that makes a file longer, too, takes about half as long again,
    /// and now and then several times as long. 0 leaves the log as it is.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int LogReserveBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a stop waits for activities; those that have not ended run again after the next start.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Replays every orchestrator from its start at every event: slow, and finds non-determinism early.</summary>
    public bool ReplayAtEveryEvent { get; set; }

    /// <summary>Events and operations of one commit at which it is cut, in the middle of a chain if need be; for tests.</summary>
    internal int LargestBatch { get; set; } = 50_000;
}
