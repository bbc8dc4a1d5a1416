namespace TransVox.LocalHost.Durable.Execution;

/// <summary>What a history event records. Names are stored as text: renaming one breaks stored histories.</summary>
internal enum EventKind
{
    ExecutionStarted,
    ActivityScheduled,
    ActivityCompleted,
    ActivityFailed,
    TimerCreated,
    TimerCanceled,
    TimerFired,
    EntityCalled,
    EntitySignaled,
    EntityReplied,
    EntityFailed,
    EventRaised,
    EventSent,
    ExecutionCompleted,
    ExecutionFailed,
    ExecutionTerminated,
}
