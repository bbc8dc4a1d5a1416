namespace TransVox.Orchestration.Jobs;

/// <summary>The caller's limits and use.</summary>
public sealed record MeView(string UserId, string? DisplayName, bool IsAdmin, int MaxJobs, double Weight, int Running, int Waiting, double GpuSeconds, double RecentGpuSeconds, long MaxVideoBytes, double MaxVideoSeconds);
