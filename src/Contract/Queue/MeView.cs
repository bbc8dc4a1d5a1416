namespace TransVox.Contract;

/// <summary>The caller's limits and use.</summary>
/// <param name="PriorityEnabled">Whether a job's priority counts (<c>enable_priority</c>), so that a client offers the choice only then.</param>
public sealed record MeView(string UserId, string? DisplayName, bool IsAdmin, int MaxJobs, double Weight, int Running, int Waiting, double GpuSeconds, double RecentGpuSeconds, long MaxVideoBytes, double MaxVideoSeconds, bool PriorityEnabled = false);
