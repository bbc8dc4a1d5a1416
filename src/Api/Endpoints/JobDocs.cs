using TransVox.Api.Submit;
using TransVox.Contract.Dubbing;
using static TransVox.Api.Endpoints.DocParameters;

namespace TransVox.Api.Endpoints;

/// <summary>Documentation of the job endpoints.</summary>
internal static class JobDocs
{
    private const string Tag = "Jobs";

    private static readonly string[] SubmitErrors =
    [
        ErrorCodes.InvalidRequest, ErrorCodes.InvalidFileName, ErrorCodes.EmptyFile, ErrorCodes.UnsupportedLanguage, ErrorCodes.UnsupportedPair, ErrorCodes.UnknownVoice,
        ErrorCodes.RequestTimeout, ErrorCodes.UserBusy, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType, ErrorCodes.IdempotencyMismatch,
        ErrorCodes.InvalidSubtitles, ErrorCodes.QueueFull, ErrorCodes.DiskFull,
    ];

    public static readonly ApiEndpointDocs Submit = new(Tag, "Submit a video")
    {
        Description = "Send the video as the last part of a form, or name an upload of POST /api/uploads in JSON. The place in the queue is taken before the video is read.",
        Status = 202,
        Answer = typeof(JobView),
        AnswerHeaders = JobHeaders,
        AnswerExample = DocExamples.Queued,
        Body = typeof(SubmitBody),
        BodyExample = DocExamples.Submit,
        Form = typeof(SubmitForm),
        Parameters = [new("Idempotency-Key", "header", typeof(string), "1 to 200 printable ASCII characters. The same key within 30 days gives the same answer, and one job.")],
        Errors = SubmitErrors,
    };

    public static readonly ApiEndpointDocs List = new(Tag, "List jobs, newest first")
    {
        Answer = typeof(JobPage),
        AnswerExample = DocExamples.Page,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters =
        [
            new("state", "query", typeof(JobState[]), "States to list; several with commas or by repetition."),
            new("limit", "query", typeof(int), "1 to 200; 50 when left out."),
            new("after", "query", typeof(string), "The member next of the page before."),
            new("all", "query", typeof(bool), "Jobs of all users; administrators only."),
            new("user", "query", typeof(string), "Jobs of this user; administrators only."),
            new("idempotencyKey", "query", typeof(string), "The one job that you submitted under this Idempotency-Key, if any, whatever the other parameters."),
            IfNoneMatch,
        ],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.Forbidden],
    };

    public static readonly ApiEndpointDocs Get = new(Tag, "Get a job")
    {
        Answer = typeof(JobView),
        AnswerExample = DocExamples.Running,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [JobId, IfNoneMatch],
        Errors = [ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs Cancel = new(Tag, "Cancel a job")
    {
        Description = "Idempotent. A waiting job leaves the queue at once; a running one stops within seconds.",
        Status = 202,
        Answer = typeof(JobView),
        AnswerExample = DocExamples.Running with { CancelRequested = true },
        Parameters = [JobId],
        Errors = [ErrorCodes.NotFound, ErrorCodes.Conflict],
    };

    public static readonly ApiEndpointDocs Delete = new(Tag, "Delete a job")
    {
        Description = "Gone at once for lists, files and links; stopped if it runs. Then its results, video, work and history are removed, except for what another job of yours needs.",
        Status = 204,
        Parameters = [JobId],
        Errors = [ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs Retry = new(Tag, "Run a job again")
    {
        Description = "Makes a new job. Stages before the given one are taken from the old job's results.",
        Status = 202,
        Answer = typeof(JobView),
        AnswerExample = DocExamples.Queued with { BasedOn = DocExamples.Running.Id },
        AnswerHeaders = JobHeaders,
        Body = typeof(RetryBody),
        BodyRequired = false,
        BodyExample = new RetryBody(Stage.Translate),
        Parameters = [JobId],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound, ErrorCodes.Conflict, ErrorCodes.UserBusy, ErrorCodes.QueueFull, ErrorCodes.DiskFull],
    };

    public static readonly ApiEndpointDocs Events = new(Tag, "Follow a job")
    {
        Description = "Server-sent events state, stage, progress, queue, log and end; each one's data is a JobEvent. A comment comes after 15 seconds of silence.",
        Answer = typeof(JobEvent),
        AnswerType = "text/event-stream",
        Parameters =
        [
            JobId,
            new("Last-Event-ID", "header", typeof(long), "Id of the last event that you have; the stream goes on after it."),
            new("lastEventId", "query", typeof(long), "The same, for clients that cannot send the header."),
        ],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs Timeline = new(Tag, "See what happened to a job")
    {
        Description = "From the durable history, oldest first: waits, slots, attempts, pauses, hosts that went away, reviews, cancels, and who did what. Names of operators and hosts are for administrators.",
        Answer = typeof(JobTimeline),
        AnswerExample = DocExamples.Timeline,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters =
        [
            JobId,
            new("after", "query", typeof(string), "The member next of the page before."),
            new("limit", "query", typeof(int), "1 to 500; 200 when left out."),
            IfNoneMatch,
        ],
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.NotFound, ErrorCodes.HistoryGone],
    };

    public static readonly ApiEndpointDocs File = new(Tag, "Get a result file")
    {
        AnswerType = "application/octet-stream",
        AnswerHeaders = FileHeaders(),
        OtherStatuses = Parts,
        Parameters = [JobId, new("name", "path", typeof(string), "Name of one of the job's outputs.", Required: true), Download, ByteRange, IfNoneMatch],
        Errors = [ErrorCodes.NotFound, ErrorCodes.RangeNotSatisfiable],
    };

    public static readonly ApiEndpointDocs Source = new(Tag, "Get the uploaded video")
    {
        AnswerType = "application/octet-stream",
        AnswerHeaders = FileHeaders(),
        OtherStatuses = Parts,
        Parameters = [JobId, Download, ByteRange, IfNoneMatch],
        Errors = [ErrorCodes.NotFound, ErrorCodes.RangeNotSatisfiable],
    };

    public static readonly ApiEndpointDocs Sample = new(Tag, "See the sample dub")
    {
        Description = "A short video that this service dubbed for everybody to look at; while it is made, how far it is. 404 where there is none. Its results are at the addresses in its outputs; it is nobody's, and no other address leads to it.",
        Answer = typeof(JobView),
        AnswerExample = DocExamples.Sample,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [IfNoneMatch],
        Errors = [ErrorCodes.NotFound],
    };

    public static readonly ApiEndpointDocs SampleFile = new(Tag, "Get a result of the sample dub")
    {
        AnswerType = "application/octet-stream",
        AnswerHeaders = FileHeaders(),
        OtherStatuses = Parts,
        Parameters = [new("name", "path", typeof(string), "Name of one of its outputs.", Required: true), Download, ByteRange, IfNoneMatch],
        Errors = [ErrorCodes.NotFound, ErrorCodes.RangeNotSatisfiable],
    };

    public static readonly ApiEndpointDocs SampleSource = new(Tag, "Get the video of the sample dub")
    {
        AnswerType = "application/octet-stream",
        AnswerHeaders = FileHeaders(),
        OtherStatuses = Parts,
        Parameters = [Download, ByteRange, IfNoneMatch],
        Errors = [ErrorCodes.NotFound, ErrorCodes.RangeNotSatisfiable],
    };

    public static readonly ApiEndpointDocs CreateUpload = new(Tag, "Get a link to upload to")
    {
        Description = "A short-lived, write-only link to one blob. Put the file there block by block (Azure Put Block, Put Block List), then submit its uploadId.",
        Status = 201,
        Answer = typeof(UploadLink),
        AnswerExample = DocExamples.Upload,
        Body = typeof(UploadBody),
        BodyExample = new UploadBody("lecture 1.mp4", 734_003_200),
        Errors = [ErrorCodes.InvalidRequest, ErrorCodes.InvalidFileName, ErrorCodes.TooLarge],
    };

    public static readonly ApiEndpointDocs Queue = new("Queue", "See the queue")
    {
        Description = "Jobs of other users appear without id and user, except for administrators.",
        Answer = typeof(QueueView),
        AnswerExample = DocExamples.Queue,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [IfNoneMatch],
    };

    public static readonly ApiEndpointDocs Forecast = new("Queue", "See how long a job would take")
    {
        Description = "Where a job would stand that is submitted now, by the same simulation that waiting jobs get. It takes no place.",
        Answer = typeof(QueuePlace),
        AnswerExample = DocExamples.Queued.Queue,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters =
        [
            new("seconds", "query", typeof(int), "Length of the video, 1 to 86400; as long as usual when left out."),
            new("priority", "query", typeof(JobPriority), "Its priority, where priorities count."),
            new("output", "query", typeof(OutputKind), "What is asked for: only the stages for it run."),
            new("profile", "query", typeof(string), "Profile of engines; the default when left out."),
            new("pool", "query", typeof(string), "GPU pool; the profile's when left out."),
            IfNoneMatch,
        ],
        Errors = [ErrorCodes.InvalidRequest],
    };

    public static readonly ApiEndpointDocs Me = new("Queue", "See your limits and use")
    {
        Answer = typeof(MeView),
        AnswerExample = DocExamples.Me,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [IfNoneMatch],
    };

    public static readonly ApiEndpointDocs Export = new("Queue", "Get what the service holds about you")
    {
        Description = "Jobs with the addresses of their results, glossary, keys and webhooks without their secrets, limits and use, in one JSON file.",
        Answer = typeof(MeExport),
        AnswerExample = new MeExport(DocExamples.Running.CreatedAt, DocExamples.Me, [DocExamples.Running], DocExamples.Glossary, [], []),
        AnswerHeaders = new Dictionary<string, string> { ["Content-Disposition"] = "Name of the file (RFC 6266)." },
    };

    public static readonly ApiEndpointDocs Languages = new("Queue", "See languages and voices")
    {
        Description = "What the configured engines can dub. A list that is left out was not declared: any language or voice is passed on. A code without a region stands for its regions.",
        Answer = typeof(LanguageCatalogue),
        AnswerExample = DocExamples.Languages,
        AnswerHeaders = ETag,
        OtherStatuses = NotModified,
        Parameters = [IfNoneMatch],
    };

    private static Dictionary<string, string> FileHeaders() => new()
    {
        ["ETag"] = "Version of the file.",
        ["Accept-Ranges"] = "bytes",
        ["Content-Disposition"] = "Name of the file (RFC 6266).",
    };
}
