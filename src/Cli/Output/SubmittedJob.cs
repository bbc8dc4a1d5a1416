namespace TransVox.Cli.Output;

/// <summary>
/// A file of a submission and what became of it: its job, or why the service did not take it. <paramref name="Files"/> are the
/// downloaded results, when asked for.
/// </summary>
internal sealed record SubmittedJob(string File, JobView? Job, ErrorBody? Error = null, IReadOnlyList<string>? Files = null);
