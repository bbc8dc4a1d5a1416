namespace TransVox.Cli.Output;

/// <summary>JSON of <c>files</c>.</summary>
internal sealed record FileReport(string JobId, IReadOnlyList<OutputFile> Available, IReadOnlyList<string> Downloaded);
