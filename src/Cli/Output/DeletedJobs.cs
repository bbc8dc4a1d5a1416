namespace TransVox.Cli.Output;

/// <summary>What <c>delete --json</c> writes.</summary>
/// <param name="Deleted">Ids of the jobs.</param>
internal sealed record DeletedJobs(IReadOnlyList<string> Deleted);
