using System.Collections.Frozen;

namespace TransVox.Api.Problems;

/// <summary>From code to status, title and advice: the only place that knows.</summary>
public static class ProblemTable
{
    private static readonly ProblemKind[] Kinds =
    [
        new(ErrorCodes.InvalidRequest, 400, "The request is not valid", "The detail names the field and what it may hold. Mend it and send the request again."),
        new(ErrorCodes.InvalidFileName, 400, "The file's name cannot be used", "Use a name of 1 to 255 bytes of UTF-8."),
        new(ErrorCodes.UnsupportedLanguage, 400, "The language is not supported", "Choose one of the languages that the detail lists."),
        new(ErrorCodes.UnsupportedPair, 400, "This pair of languages is not supported", "Choose another source or target language."),
        new(ErrorCodes.UnknownVoice, 400, "There is no such voice", "Leave the voice out to get the default of the language."),
        new(ErrorCodes.EmptyFile, 400, "The file is empty", "Upload the video again."),
        new(ErrorCodes.UnsupportedContainer, 400, "The file's format is not supported", "Convert the video to MP4, MKV, WebM or MOV."),
        new(ErrorCodes.UnreadableMedia, 400, "The file is not a readable video", "Play the file locally; export it again if it does not play."),
        new(ErrorCodes.TruncatedMedia, 400, "The video ends too early", "The upload or the export broke off: make the file again."),
        new(ErrorCodes.NoAudio, 400, "The video has no sound", "Only videos with a sound track can be dubbed."),
        new(ErrorCodes.NoVideo, 400, "The file has no picture", "Ask for audio output to dub a sound file."),
        new(ErrorCodes.NoSpeech, 400, "No speech was found", "Check the sound track and the source language."),
        new(ErrorCodes.SourceRefused, 400, "The service fetches nothing from this address", "GET /api/me lists the hosts in sourceHosts; or upload the video."),
        new(ErrorCodes.SourceUnavailable, 400, "The video could not be fetched", "Open the address yourself; retry the job when its server answers."),
        new(ErrorCodes.SourceNotVideo, 400, "There is no video at this address", "Give the address of the file itself, not of the page that shows it."),
        new(ErrorCodes.SourceTimeout, 400, "The video came too slowly", "Retry the job later, or upload the video."),
        new(ErrorCodes.Unauthorized, 401, "Who you are is not known", "Send an API key or a token as 'Authorization: Bearer …'."),
        new(ErrorCodes.Forbidden, 403, "This is not for you to do", "Ask an administrator."),
        new(ErrorCodes.NotFound, 404, "There is no such thing", "Check the address; what belongs to somebody else does not exist for you."),
        new(ErrorCodes.MethodNotAllowed, 405, "This address does not take this method", "The Allow header lists the methods that it takes."),
        new(ErrorCodes.RequestTimeout, 408, "The request came too slowly", "Send it again over a better connection, or upload in blocks through POST /api/uploads."),
        new(ErrorCodes.Conflict, 409, "This is not possible in the present state", "Load the job again and look at its state."),
        new(ErrorCodes.UserBusy, 409, "You have a job under way", "Wait for the job named in activeJobId, or cancel it."),
        new(ErrorCodes.Cancelled, 409, "The job was cancelled", "Retry the job if it was not meant."),
        new(ErrorCodes.Terminated, 409, "An operator ended the job", "Retry the job."),
        new(ErrorCodes.QueueTimeout, 409, "The job waited too long", "Retry the job when the queue is shorter."),
        new(ErrorCodes.ReviewTimeout, 409, "The review was not finished in time", "Retry the job; its finished stages are reused."),
        new(ErrorCodes.HistoryGone, 410, "The history is not kept any more", "Look at the job itself and at log.txt among its files."),
        new(ErrorCodes.PreconditionFailed, 412, "Somebody else was faster", "Load the current version and apply your change to it."),
        new(ErrorCodes.TooLarge, 413, "The request is too large", "The detail names the limit."),
        new(ErrorCodes.TooLong, 413, "The video is too long", "Cut the video, or ask an administrator for a higher limit."),
        new(ErrorCodes.UnsupportedMediaType, 415, "This kind of body is not taken here", "Send one of the content types that the documentation lists."),
        new(ErrorCodes.RangeNotSatisfiable, 416, "There is nothing in this range", "Content-Range names the size of the file."),
        new(ErrorCodes.IdempotencyMismatch, 422, "The Idempotency-Key belongs to another request", "Use a new key for a new request."),
        new(ErrorCodes.InvalidSubtitles, 422, "The subtitles are not valid", "The detail names the cue and what is wrong with it."),
        new(ErrorCodes.QueueFull, 429, "The queue is full", "Try again after the time in Retry-After."),
        new(ErrorCodes.RateLimited, 429, "Too many requests", "Try again after the time in Retry-After."),
        new(ErrorCodes.Internal, 500, "Something went wrong here", "Try again. Tell an operator the traceId if it stays."),
        new(ErrorCodes.EngineFailed, 500, "An engine failed", "Retry the job. Tell an operator if it stays."),
        new(ErrorCodes.EngineTimeout, 500, "An engine took too long", "Retry the job, or cut the video."),
        new(ErrorCodes.EngineOutOfMemory, 500, "An engine needs more memory than it may use", "Retry the job with a shorter video, or tell an operator."),
        new(ErrorCodes.OutputInvalid, 500, "An engine's result was not usable", "Retry the job. Tell an operator if it stays."),
        new(ErrorCodes.OutputTooLarge, 500, "An engine's result was too large", "Retry the job with a shorter video."),
        new(ErrorCodes.LanguagesFailed, 500, "None of the languages was completed", "Retry the languages, or the whole job."),
        new(ErrorCodes.Poison, 500, "The job crashed its worker again and again", "An operator can release it from quarantine."),
        new(ErrorCodes.EngineRefused, 500, "A model server refused the request", "Tell an operator: key, quota, address or model of the server must be mended."),
        new(ErrorCodes.EngineBusy, 503, "A model server has too much to do", "The job waits and goes on by itself."),
        new(ErrorCodes.EngineMissing, 503, "An engine is not installed", "Tell an operator."),
        new(ErrorCodes.GpuBusy, 503, "The GPU is busy", "Try again later."),
        new(ErrorCodes.GpuOutOfMemory, 503, "The GPU has too little memory", "Try again later, or cut the video."),
        new(ErrorCodes.StorageUnavailable, 503, "The storage does not answer", "Try again in a moment."),
        new(ErrorCodes.DiskFull, 507, "The service's disk is full", "Try again later; an operator has to make room. Jobs that were taken wait and go on by themselves."),
    ];

    private static readonly FrozenDictionary<string, ProblemKind> ByCode = Kinds.ToFrozenDictionary(k => k.Code);

    /// <summary>All kinds, by status.</summary>
    public static IReadOnlyList<ProblemKind> All => Kinds;

    /// <summary>The kind of a code; an unknown code is an internal error, because answering with it would be one.</summary>
    public static ProblemKind Of(string code) => ByCode.GetValueOrDefault(code) ?? ByCode[ErrorCodes.Internal];
}
