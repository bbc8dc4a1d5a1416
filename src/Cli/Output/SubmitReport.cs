namespace TransVox.Cli.Output;

/// <summary>JSON of <c>submit</c>: one entry per file, in the order of the files.</summary>
internal sealed record SubmitReport(IReadOnlyList<SubmittedJob> Jobs);
