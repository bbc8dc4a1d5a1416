namespace TransVox.Contract;

/// <summary>State of a job. Transitions are the table in <c>JobTransitions</c>.</summary>
public enum JobState
{
    Received,

    /// <summary>Probing and extracting, before it queues: bad input is told within seconds however long the queue is.</summary>
    Validating,

    /// <summary>Waiting for one of the user's own slots.</summary>
    QueuedUser,

    /// <summary>Waiting for a GPU slot.</summary>
    QueuedGpu,
    Running,

    /// <summary>Waiting for a human; holds no slot.</summary>
    AwaitingReview,
    Completed,
    Failed,
    Cancelled,
    TimedOut,

    /// <summary>The input or the request was not acceptable.</summary>
    Rejected,
}
