namespace TransVox.Cli;

/// <summary>Exit codes, as docs/cli.md lists them; stable.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command worked, and a job that was waited for ended without a result, or a test message was not accepted.</summary>
    public const int JobFailed = 1;

    /// <summary>Wrong command line, or a request that the service cannot accept as it is.</summary>
    public const int Usage = 2;

    public const int NotFound = 3;

    /// <summary>Refused for now: the queue is full, the user is busy, too many requests.</summary>
    public const int Refused = 4;

    /// <summary>No answer from the service, or its storage is down.</summary>
    public const int Unreachable = 5;

    /// <summary>The identity is missing, wrong, or not allowed to do this.</summary>
    public const int Denied = 6;

    /// <summary>Somebody else was faster, or the job is in another state by now.</summary>
    public const int Conflict = 7;

    /// <summary>A fault of the service or of this program.</summary>
    public const int Internal = 70;

    public const int Interrupted = 130;
}
