namespace DurableTask.Sqlite.Engine;

/// <summary>Places at which a test can let the runtime die.</summary>
internal enum CrashPoint
{
    BeforeCommit,

    /// <summary>Durable, but nobody has been told.</summary>
    AfterCommit,

    BeforeActivityStart,

    /// <summary>The activity did its work, the engine does not know yet.</summary>
    AfterActivityEnd,
}
