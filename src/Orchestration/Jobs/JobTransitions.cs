using System.Collections.Frozen;

namespace TransVox.Orchestration.Jobs;

/// <summary>The transitions of a job's state; docs/jobs.md draws this table and a test compares them.</summary>
public static class JobTransitions
{
    /// <summary>Every transition there is: from, to, and what causes it.</summary>
    public static IReadOnlyList<(JobState From, JobState To, string Cause)> All { get; } =
    [
        (JobState.Received, JobState.Validating, "the orchestration starts"),
        (JobState.Received, JobState.Rejected, "the request is not acceptable"),
        (JobState.Received, JobState.Cancelled, "cancel"),
        (JobState.Received, JobState.Failed, "terminated from outside"),
        (JobState.Validating, JobState.QueuedUser, "probed and decoded"),
        (JobState.Validating, JobState.Running, "nothing of the plan needs a slot"),
        (JobState.Validating, JobState.Rejected, "the video cannot be dubbed"),
        (JobState.Validating, JobState.Cancelled, "cancel"),
        (JobState.Validating, JobState.Failed, "an error that retries did not mend"),
        (JobState.QueuedUser, JobState.QueuedGpu, "user slot granted"),
        (JobState.QueuedUser, JobState.Running, "user slot granted; nothing of the plan needs a GPU"),
        (JobState.QueuedUser, JobState.Cancelled, "cancel"),
        (JobState.QueuedUser, JobState.TimedOut, "queue_timeout"),
        (JobState.QueuedUser, JobState.Failed, "terminated from outside"),
        (JobState.QueuedGpu, JobState.Running, "GPU slot granted"),
        (JobState.QueuedGpu, JobState.Cancelled, "cancel"),
        (JobState.QueuedGpu, JobState.TimedOut, "queue_timeout, before the first lease only"),
        (JobState.QueuedGpu, JobState.Failed, "terminated from outside"),
        (JobState.Running, JobState.QueuedUser, "every language has ended; joining them needs a user slot"),
        (JobState.Running, JobState.QueuedGpu, "translated; synthesis needs the GPU again"),
        (JobState.Running, JobState.AwaitingReview, "translated, and a review was asked for"),
        (JobState.Running, JobState.Completed, "outputs published"),
        (JobState.Running, JobState.Cancelled, "cancel"),
        (JobState.Running, JobState.Failed, "an error that retries did not mend"),
        (JobState.AwaitingReview, JobState.QueuedUser, "approved"),
        (JobState.AwaitingReview, JobState.Running, "approved, and nothing is left but publishing"),
        (JobState.AwaitingReview, JobState.Cancelled, "cancel"),
        (JobState.AwaitingReview, JobState.TimedOut, "review timeout"),
        (JobState.AwaitingReview, JobState.Failed, "terminated from outside"),
    ];

    private static readonly FrozenSet<(JobState, JobState)> Allowed = All.Select(t => (t.From, t.To)).ToFrozenSet();

    /// <summary>Whether a job may go from one state to the other.</summary>
    public static bool IsAllowed(JobState from, JobState to) => Allowed.Contains((from, to));

    /// <summary>Whether nothing follows.</summary>
    public static bool IsTerminal(JobState state) =>
        state is JobState.Completed or JobState.Failed or JobState.Cancelled or JobState.TimedOut or JobState.Rejected;

    /// <summary>Whether the job waits for a slot.</summary>
    public static bool IsQueued(JobState state) => state is JobState.QueuedUser or JobState.QueuedGpu;
}
