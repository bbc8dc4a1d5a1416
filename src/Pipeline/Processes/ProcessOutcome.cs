namespace TransVox.Pipeline.Processes;

/// <summary>How a program ended. No process of its tree is left when this exists.</summary>
/// <param name="ExitCode">128 + n when signal n ended it.</param>
/// <param name="Output">Standard output, when it was captured.</param>
/// <param name="LogTail">Last lines of standard error and output, oldest first.</param>
/// <param name="Elapsed">Wall time.</param>
public sealed record ProcessOutcome(int ExitCode, string Output, string LogTail, TimeSpan Elapsed);
