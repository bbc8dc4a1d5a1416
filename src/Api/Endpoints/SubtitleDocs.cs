using TransVox.Contract.Dubbing;
using static TransVox.Api.Endpoints.DocParameters;

namespace TransVox.Api.Endpoints;

/// <summary>Documentation of the review and the glossary.</summary>
internal static class SubtitleDocs
{
    private const string Tag = "Review";
    private static readonly CuesBody Cues = new(DocExamples.Cues);

    public static readonly ApiEndpointDocs Get = new(Tag, "Get the cues")
    {
        Answer = typeof(SubtitleDocument),
        AnswerExample = DocExamples.Document,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [JobId, IfNoneMatch],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict],
    };

    public static readonly ApiEndpointDocs Put = new(Tag, "Replace the cues of a job that waits for review")
    {
        Answer = typeof(SubtitleDocument),
        AnswerExample = DocExamples.Document,
        AnswerHeaders = ETag,
        Body = typeof(CuesBody),
        BodyExample = Cues,
        Parameters = [JobId, IfMatch with { Required = true }],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.PreconditionFailed, ErrorCodes.InvalidSubtitles],
    };

    public static readonly ApiEndpointDocs Approve = new(Tag, "End the review")
    {
        Description = "The job queues for synthesis.",
        Status = 202,
        Answer = typeof(JobView),
        AnswerExample = DocExamples.Queued,
        Parameters = [JobId, IfMatch],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.PreconditionFailed, ErrorCodes.InvalidSubtitles],
    };

    public static readonly ApiEndpointDocs Revise = new(Tag, "Dub again with changed cues")
    {
        Description = "Makes a new job of one that is completed. Only the changed cues are spoken anew.",
        Status = 202,
        Answer = typeof(JobView),
        AnswerExample = DocExamples.Queued with { BasedOn = DocExamples.Running.Id },
        AnswerHeaders = JobHeaders,
        Body = typeof(CuesBody),
        BodyExample = Cues,
        Parameters = [JobId],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.UserBusy, ErrorCodes.InvalidSubtitles, ErrorCodes.QueueFull],
    };

    public static readonly ApiEndpointDocs GetGlossary = new(Tag, "Get your glossary")
    {
        Answer = typeof(IReadOnlyList<GlossaryTerm>),
        AnswerExample = DocExamples.Glossary,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [IfNoneMatch],
    };

    public static readonly ApiEndpointDocs PutGlossary = new(Tag, "Replace your glossary")
    {
        Description = "Terms that translation must render so; without a translation they stay as they are. Jobs submitted from now on use it.",
        Answer = typeof(IReadOnlyList<GlossaryTerm>),
        AnswerExample = DocExamples.Glossary,
        AnswerHeaders = ETag,
        Body = typeof(IReadOnlyList<GlossaryTerm>),
        BodyExample = DocExamples.Glossary,
        Errors = [ErrorCodes.InvalidRequest],
    };
}
