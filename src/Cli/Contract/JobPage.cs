namespace TransVox.Cli.Contract;

internal sealed record JobPage(IReadOnlyList<Job> Jobs, string? Next = null);
