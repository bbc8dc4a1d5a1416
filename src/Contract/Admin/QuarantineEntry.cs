namespace TransVox.Contract;

/// <summary>A job that crashed its worker too often.</summary>
public sealed record QuarantineEntry(string JobId, string UserId, string FileName, DateTimeOffset At, string Reason);
