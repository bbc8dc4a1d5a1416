namespace TransVox.Cli.Contract;

internal sealed record RetryRequest(string? FromStage);
