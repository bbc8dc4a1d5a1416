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

    public static readonly ApiEndpointDocs Speak = new(Tag, "Hear a line")
    {
        Description = "Speaks the translation of one cue as the dub would: with the job's engine and its speaker's voice, fitted to the cue's time. Of a job that waits for review or is completed; nothing changes. One at a time for each user.",
        AnswerType = "audio/wav",
        Body = typeof(SpeakBody),
        BodyExample = new SpeakBody(DocExamples.Cues[0]),
        Parameters = [JobId],
        Errors =
        [
            ErrorCodes.InvalidRequest, ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.InvalidSubtitles, ErrorCodes.UnknownVoice, ErrorCodes.EngineFailed,
            ErrorCodes.EngineTimeout, ErrorCodes.EngineBusy, ErrorCodes.GpuBusy,
        ],
    };

    public static readonly ApiEndpointDocs Waveform = new(Tag, "Get the shape of the voice")
    {
        Description = "Least and greatest sample of each 20 ms of the separated voice, in the binary format of audiowaveform (version 2, 8 bits). Of a job that waits for review or has ended, while it is kept and where an engine separated a voice.",
        AnswerType = "application/octet-stream",
        AnswerHeaders = ETag,
        OtherStatuses = Parts,
        Parameters = [JobId, ByteRange, IfNoneMatch],
        Errors = [ErrorCodes.NotFound, ErrorCodes.RangeNotSatisfiable],
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
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.UserBusy, ErrorCodes.InvalidSubtitles, ErrorCodes.QueueFull, ErrorCodes.DiskFull],
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
