namespace TransVox.Orchestration.Limits;

/// <summary>Hash of the limits and scheduling settings that the service last started with.</summary>
public sealed record FileLimitsSeen(string Fingerprint);
