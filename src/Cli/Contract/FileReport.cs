namespace TransVox.Cli.Contract;

/// <summary>JSON of <c>files</c>.</summary>
internal sealed record FileReport(string JobId, IReadOnlyList<OutputFile> Available, IReadOnlyList<string> Downloaded);
