using static TransVox.Api.Endpoints.DocParameters;

namespace TransVox.Api.Endpoints;

/// <summary>Documentation of the administrators' endpoints.</summary>
internal static class AdminDocs
{
    private const string Tag = "Administration";
    private static readonly ApiParameter UserId = new("userId", "path", typeof(string), "Id of the user.", Required: true);
    private static readonly ApiParameter Pool = new("pool", "path", typeof(string), "Name of the pool.", Required: true);
    private static readonly DateTimeOffset At = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);

    public static readonly ApiEndpointDocs GetLimits = new(Tag, "Get the limits in force")
    {
        Answer = typeof(LiveLimits),
        AnswerExample = DocExamples.Limits,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [IfNoneMatch],
    };

    public static readonly ApiEndpointDocs PutLimits = new(Tag, "Change the limits")
    {
        Description = "They are in force within 2 seconds, without a restart.",
        Answer = typeof(LiveLimits),
        AnswerExample = DocExamples.Limits,
        AnswerHeaders = ETag,
        Body = typeof(LiveLimits),
        BodyExample = DocExamples.Limits,
        Parameters = [IfMatch],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.PreconditionFailed],
    };

    public static readonly ApiEndpointDocs PutUser = new(Tag, "Set a user's own limits")
    {
        Answer = typeof(LiveLimits),
        AnswerExample = DocExamples.Limits,
        AnswerHeaders = ETag,
        Body = typeof(UserLimits),
        BodyExample = new UserLimits(2, 1.5),
        Parameters = [UserId],
        Errors = [ErrorCodes.InvalidRequest],
    };

    public static readonly ApiEndpointDocs DeleteUser = new(Tag, "Remove a user's own limits")
    {
        Answer = typeof(LiveLimits),
        AnswerExample = DocExamples.Limits with { Users = new Dictionary<string, UserLimits>() },
        AnswerHeaders = ETag,
        Parameters = [UserId],
        Errors = [ErrorCodes.InvalidRequest],
    };

    public static readonly ApiEndpointDocs EraseUser = new(Tag, "Erase a user")
    {
        Description = "Jobs, results, glossary, keys, webhooks, limits, use: everything but the audit log. It goes on after the answer, and nothing is taken from the user until it is done. Yourself only with your id as confirm.",
        Status = 202,
        Answer = typeof(UserErasure),
        AnswerExample = new UserErasure("ada", "ops", At),
        Body = typeof(EraseUserBody),
        BodyRequired = false,
        BodyExample = new EraseUserBody("ada"),
        Parameters = [UserId],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.Conflict],
    };

    public static readonly ApiEndpointDocs Erasures = new(Tag, "List the users who are being erased")
    {
        Answer = typeof(IReadOnlyList<UserErasure>),
        AnswerExample = new[] { new UserErasure("ada", "ops", At) },
    };

    public static readonly ApiEndpointDocs Pause = PoolAction("Pause a pool", "Nothing new is granted; what runs goes on.");

    public static readonly ApiEndpointDocs Resume = PoolAction("Resume a pool", "Ends a pause or a drain.");

    public static readonly ApiEndpointDocs Drain = PoolAction("Drain a pool", "Like a pause, meant to end with an empty pool.");

    public static readonly ApiEndpointDocs Quarantine = new(Tag, "List the jobs in quarantine")
    {
        Answer = typeof(IReadOnlyList<QuarantineEntry>),
        AnswerExample = new[] { new QuarantineEntry(DocExamples.Running.Id, "ada", "lecture 1.mp4", At, "The worker crashed 3 times in Transcribe.") },
    };

    public static readonly ApiEndpointDocs Release = new(Tag, "Let a job out of quarantine")
    {
        Description = "It runs again as a new job of its owner.",
        Status = 202,
        Answer = typeof(JobView),
        AnswerExample = DocExamples.Queued,
        AnswerHeaders = JobHeaders,
        Parameters = [JobId],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.QueueFull, ErrorCodes.DiskFull],
    };

    public static readonly ApiEndpointDocs Audit = new(Tag, "See who changed what")
    {
        Answer = typeof(IReadOnlyList<AuditEntry>),
        AnswerExample = new[] { new AuditEntry(At, "ops", "limits", "maxGlobalJobs: 3 → 5") },
        Parameters = [new("limit", "query", typeof(int), "1 to 1000; 100 when left out.")],
        Errors = [ErrorCodes.InvalidRequest],
    };

    public static readonly ApiEndpointDocs Reap = new(Tag, "Run the reaper now")
    {
        Answer = typeof(ReapReport),
        AnswerExample = new ReapReport(3, [], [], []),
    };

    public static readonly ApiEndpointDocs Keys = new(Tag, "List API keys")
    {
        Answer = typeof(IReadOnlyList<ApiKeyView>),
        AnswerExample = new[] { new ApiKeyView("0f3a9c1d2e4b5a67", "ada", false, "laptop", At, "ops") },
    };

    public static readonly ApiEndpointDocs CreateKey = new(Tag, "Make an API key")
    {
        Description = "The key is in this answer and nowhere else.",
        Status = 201,
        Answer = typeof(NewApiKey),
        AnswerExample = new NewApiKey("0f3a9c1d2e4b5a67", "tvk_0f3a9c1d2e4b5a67_…"),
        Body = typeof(NewKeyRequest),
        BodyExample = new NewKeyRequest("ada", false, "laptop"),
        Errors = [ErrorCodes.InvalidRequest],
    };

    public static readonly ApiEndpointDocs RevokeKey = new(Tag, "Revoke an API key")
    {
        Description = "Every host refuses it within 30 seconds.",
        Status = 204,
        Parameters = [new("keyId", "path", typeof(string), "Id of the key.", Required: true)],
        Errors = [ErrorCodes.NotFound],
    };

    private static ApiEndpointDocs PoolAction(string summary, string description) => new(Tag, summary)
    {
        Description = description,
        Answer = typeof(PoolView),
        AnswerExample = DocExamples.Queue.Pools[0],
        Parameters = [Pool],
        Errors = [ErrorCodes.NotFound],
    };
}
