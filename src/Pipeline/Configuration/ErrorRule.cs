using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>Tells what a program's exit code or message means.</summary>
public sealed class ErrorRule
{
    /// <summary>Regular expression over lines of the log; null matches any.</summary>
    public string? Pattern { get; set; }

    /// <summary>Exit code; null matches any.</summary>
    public int? ExitCode { get; set; }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; set; } = ErrorCodes.EngineFailed;

    /// <summary>Whether a retry makes sense.</summary>
    public Retryability Retry { get; set; } = Retryability.Transient;

    /// <summary>What the user reads; null takes a sentence that fits the code.</summary>
    public string? Message { get; set; }
}
