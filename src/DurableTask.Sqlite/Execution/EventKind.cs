namespace DurableTask.Sqlite.Execution;

/// <summary>What a history event records. Names are stored as text: renaming one breaks stored histories.</summary>
internal enum EventKind
{
    ExecutionStarted,
    ActivityScheduled,
    ActivityCompleted,
    ActivityFailed,
    SubOrchestrationCreated,
    SubOrchestrationCompleted,
    SubOrchestrationFailed,
    TimerCreated,
    TimerCanceled,
    TimerFired,
    EntityCalled,
    EntitySignaled,
    EntityReplied,
    EntityFailed,
    LockRequested,
    LockAcquired,
    LockReleased,
    EventRaised,
    EventSent,
    ExecutionSuspended,
    ExecutionResumed,
    ExecutionRewound,
    ExecutionCompleted,
    ExecutionFailed,
    ExecutionTerminated,
}
