namespace TransVox.Cli.Contract;

internal sealed record QuarantineEntry(string JobId, string? UserId, string? FileName, DateTimeOffset At, string? Reason = null);
