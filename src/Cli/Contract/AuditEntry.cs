namespace TransVox.Cli.Contract;

internal sealed record AuditEntry(DateTimeOffset At, string By, string Action, string? Details = null);
