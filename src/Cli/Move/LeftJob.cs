namespace TransVox.Cli.Move;

/// <summary>A job that was not moved, and why.</summary>
internal sealed record LeftJob(string Id, string Why);
