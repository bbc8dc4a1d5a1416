namespace TransVox.Contract;

/// <summary>What webhooks are told of: a job that came into a state.</summary>
public static class WebhookEvents
{
    /// <summary>A message to try a webhook out; goes whatever the webhook is told of.</summary>
    public const string Test = "webhook.test";

    private static readonly Dictionary<JobState, string> ByState = new()
    {
        [JobState.Running] = "job.started",
        [JobState.AwaitingReview] = "job.review",
        [JobState.Completed] = "job.completed",
        [JobState.Failed] = "job.failed",
        [JobState.Cancelled] = "job.cancelled",
        [JobState.TimedOut] = "job.timed_out",
        [JobState.Rejected] = "job.rejected",
    };

    /// <summary>Every event that a webhook can be told of.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByState.Values];

    /// <summary>The event of coming into a state; null: that is none.</summary>
    public static string? Of(JobState state) => ByState.GetValueOrDefault(state);
}
