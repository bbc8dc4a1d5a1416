namespace TransVox.Pipeline.Stages;

/// <summary>Codes of what stages and engines can meet; the service's contract has them too, and a test compares them.</summary>
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

    // The request.
    public const string InvalidRequest = "invalid_request";
    public const string UnsupportedLanguage = "unsupported_language";
    public const string UnsupportedPair = "unsupported_pair";
    public const string UnknownVoice = "unknown_voice";
    public const string InvalidSubtitles = "invalid_subtitles";

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
    public const string Internal = "internal_error";
}
