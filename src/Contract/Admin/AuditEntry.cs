namespace TransVox.Contract;

/// <summary>Who changed what.</summary>
public sealed record AuditEntry(DateTimeOffset At, string By, string Action, string Details);
