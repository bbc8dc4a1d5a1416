using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Warm;

/// <summary>A warm program ended while it had a job, or before it was ready.</summary>
internal sealed class WarmProcessDiedException(ProcessOutcome outcome) : Exception($"The program ended with code {outcome.ExitCode}.")
{
    public ProcessOutcome Outcome { get; } = outcome;
}
