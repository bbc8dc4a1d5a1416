namespace TransVox.Contract;

/// <summary>Stable error codes; each has a section in docs/errors.md.</summary>
public static class ErrorCodes
{
    // The upload.
    public const string EmptyFile = "empty_file";
    public const string UnreadableMedia = "unreadable_media";
    public const string UnsupportedContainer = "unsupported_container";
    public const string TruncatedMedia = "truncated_media";
    public const string NoAudio = "no_audio";
    public const string NoVideo = "no_video";
    public const string NoSpeech = "no_speech";
    public const string TooLarge = "too_large";
    public const string TooLong = "too_long";

    // A video by address.
    public const string SourceRefused = "source_refused";
    public const string SourceUnavailable = "source_unavailable";
    public const string SourceNotVideo = "source_not_video";
    public const string SourceTimeout = "source_timeout";

    // The request.
    public const string InvalidRequest = "invalid_request";
    public const string UnsupportedLanguage = "unsupported_language";
    public const string UnsupportedPair = "unsupported_pair";
    public const string UnknownVoice = "unknown_voice";
    public const string InvalidSubtitles = "invalid_subtitles";
    public const string InvalidFileName = "invalid_file_name";
    public const string NotFound = "not_found";
    public const string HistoryGone = "history_gone";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string Conflict = "conflict";
    public const string PreconditionFailed = "precondition_failed";
    public const string IdempotencyMismatch = "idempotency_mismatch";
    public const string RateLimited = "rate_limited";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string RequestTimeout = "request_timeout";
    public const string RangeNotSatisfiable = "range_not_satisfiable";

    // Admission.
    public const string QueueFull = "queue_full";
    public const string UserBusy = "user_busy";
    public const string QueueTimeout = "queue_timeout";
    public const string ReviewTimeout = "review_timeout";
    public const string Cancelled = "cancelled";

    // The work.
    public const string EngineFailed = "engine_failed";
    public const string EngineBusy = "engine_busy";
    public const string EngineRefused = "engine_refused";
    public const string EngineMissing = "engine_missing";
    public const string EngineTimeout = "engine_timeout";
    public const string EngineOutOfMemory = "engine_out_of_memory";
    public const string OutputInvalid = "output_invalid";
    public const string OutputTooLarge = "output_too_large";
    public const string GpuBusy = "gpu_busy";
    public const string GpuOutOfMemory = "gpu_out_of_memory";
    public const string DiskFull = "disk_full";
    public const string StorageUnavailable = "storage_unavailable";
    public const string LanguagesFailed = "languages_failed";
    public const string Poison = "poison";
    public const string Terminated = "terminated";
    public const string Internal = "internal_error";
}
