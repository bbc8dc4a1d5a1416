namespace TransVox.Cli.Contract;

internal sealed record JobError(string Code, string Message, string? Stage = null, bool Retryable = false);
