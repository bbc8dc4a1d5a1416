using static TransVox.Api.Endpoints.DocParameters;

namespace TransVox.Api.Endpoints;

/// <summary>Documentation of moves between services.</summary>
internal static class MoveDocs
{
    private const string Tag = "Moves";
    private static readonly string[] Refusals =
        [ErrorCodes.InvalidRequest, ErrorCodes.UnsupportedLanguage, ErrorCodes.UnsupportedPair, ErrorCodes.UnknownVoice, ErrorCodes.EmptyFile, ErrorCodes.TooLarge, ErrorCodes.Conflict];

    public static readonly ApiEndpointDocs GetBundle = new(Tag, "Export a job")
    {
        Description = "Of a job that has ended, its video and results; of one that waits and has had no slot, its video and what came with it. One tar archive, which another service takes.",
        AnswerType = "application/x-tar",
        Parameters = [JobId],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict],
    };

    public static readonly ApiEndpointDocs PutBundle = new(Tag, "Import a job")
    {
        Description = "The body is the archive (application/x-tar). A finished job is there then (Present); one that waits is kept (Held) and does not run before it is released. A second time it changes nothing.",
        Answer = typeof(MovedJob),
        AnswerExample = new MovedJob(DocExamples.Running.Id, MoveState.Held),
        Parameters = [JobId],
        Errors = Refusals,
    };

    public static readonly ApiEndpointDocs DeleteBundle = new(Tag, "Forget a job that is held")
    {
        Status = 204,
        Parameters = [JobId],
        Errors = [ErrorCodes.InvalidRequest],
    };

    public static readonly ApiEndpointDocs Withdraw = new(Tag, "Withdraw a job that another service holds")
    {
        Description = "It ends as Cancelled if it still waits, and is Withdrawn. Otherwise it is Kept: it has started, or was ended by somebody else.",
        Answer = typeof(MovedJob),
        AnswerExample = new MovedJob(DocExamples.Running.Id, MoveState.Withdrawn),
        Body = typeof(WithdrawBody),
        BodyExample = new WithdrawBody("to-azure"),
        Parameters = [JobId],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict],
    };

    public static readonly ApiEndpointDocs Release = new(Tag, "Release a job that is held")
    {
        Description = "It takes its place by the time of its submission. Only after the service that it comes from has withdrawn it.",
        Answer = typeof(MovedJob),
        AnswerExample = new MovedJob(DocExamples.Running.Id, MoveState.Present),
        Parameters = [JobId],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.UserBusy, ErrorCodes.QueueFull, ErrorCodes.DiskFull],
    };
}
