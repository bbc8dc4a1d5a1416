using TransVox.Cli.Output;


namespace TransVox.Cli.Commands;

/// <summary>A file of a batch: its entry in the report, and what the report does not show.</summary>
internal sealed record SubmitResult(SubmittedJob Entry, bool Replayed, TimeSpan Wall, int ExitCode);
