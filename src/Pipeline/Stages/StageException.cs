namespace TransVox.Pipeline.Stages;

/// <summary>A stage failed in a way that somebody can act on. The message says what to do and contains no paths of the machine.</summary>
public sealed class StageException(
    string code,
    string message,
    Retryability retry = Retryability.Never,
    int? exitCode = null,
    string? logTail = null,
    Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>Whether a retry makes sense.</summary>
    public Retryability Retry { get; } = retry;

    /// <summary>Exit code of the program, if one ran.</summary>
    public int? ExitCode { get; } = exitCode;

    /// <summary>Last lines the program wrote; for operators, never shown to users.</summary>
    public string? LogTail { get; } = logTail;

    /// <summary>What the stage had used of services that count it when it failed, or null.</summary>
    public EngineUse? Use { get; set; }

    /// <summary>For logs: with code, exit code and the program's last lines.</summary>
    public override string ToString() => $"[{Code}, exit code {ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}] {base.ToString()}"
        + (LogTail is { Length: > 0 } ? $"{Environment.NewLine}--- last lines of the program{Environment.NewLine}{LogTail}" : "");
}
