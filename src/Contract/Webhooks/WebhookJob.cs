namespace TransVox.Contract;

/// <summary>A job in a message. The rest is a <c>GET /api/jobs/{id}</c> away.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="State">The state that it came into.</param>
/// <param name="FileName">Name of the file as the user gave it.</param>
/// <param name="TargetLanguage">Language of the dub; null for a transcript, and where there are several.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="Error">Why it did not complete.</param>
/// <param name="ReviewDeadline">When a review that waits is given up.</param>
/// <param name="TargetLanguages">Several languages of the dub; null: one.</param>
/// <param name="ParentId">Of a language's job: the job for several languages that started it.</param>
public sealed record WebhookJob(
    string Id, JobState State, string FileName, string? TargetLanguage, DateTimeOffset CreatedAt, JobError? Error = null, DateTimeOffset? ReviewDeadline = null,
    IReadOnlyList<string>? TargetLanguages = null, string? ParentId = null);
