namespace TransVox.Cli.Output;

/// <summary>JSON that goes to standard error when a command fails.</summary>
internal sealed record ErrorReport(ErrorBody Error);
