using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Webhooks;

/// <summary>A job came into a state of which webhooks are told.</summary>
/// <param name="JobId">The job.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="Number">From 1; two states of one job never have the same.</param>
/// <param name="State">The state.</param>
/// <param name="At">When.</param>
/// <param name="FileName">As the user gave it.</param>
/// <param name="TargetLanguage">Language of the dub; empty for a transcript.</param>
/// <param name="SubmittedAt">When the job was submitted.</param>
/// <param name="Error">Why it did not complete.</param>
/// <param name="ReviewDeadline">When a review that waits is given up.</param>
/// <param name="TargetLanguages">Several languages of the dub; null: one.</param>
/// <param name="ParentId">Of a language's job: the job that started it.</param>
public sealed record JobNotice(
    string JobId, string UserId, int Number, JobState State, DateTimeOffset At, string FileName, string TargetLanguage, DateTimeOffset SubmittedAt,
    JobError? Error = null, DateTimeOffset? ReviewDeadline = null, IReadOnlyList<string>? TargetLanguages = null, string? ParentId = null)
{
    public static JobNotice Of(JobRequest request, JobStatus status, int number, DateTimeOffset at) => new(
        request.JobId, request.UserId, number, status.State, at, request.FileName, request.Options.TargetLanguage, request.SubmittedAt, status.Error, status.ReviewDeadline,
        request.Options.TargetLanguages, request.ParentId);

    public WebhookMessage ToMessage() => new(
        WebhookEvents.Of(State)!, At, new WebhookJob(JobId, State, FileName, TargetLanguage.Length == 0 || TargetLanguages is not null ? null : TargetLanguage, SubmittedAt, Error, ReviewDeadline, TargetLanguages, ParentId));
}
