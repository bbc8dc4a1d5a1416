using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>The caller's limits and use.</summary>
/// <param name="Use">Used in all of services that count it: seconds of sound, tokens, characters.</param>
/// <param name="PriorityEnabled">Whether a job's priority counts (<c>enable_priority</c>), so that a client offers the choice only then.</param>
/// <param name="SourceHosts">Hosts from which a video may be submitted by its address; null where the service fetches none.</param>
public sealed record MeView(string UserId, string? DisplayName, bool IsAdmin, int MaxJobs, double Weight, int Running, int Waiting, double GpuSeconds, double RecentGpuSeconds, long MaxVideoBytes, double MaxVideoSeconds, bool PriorityEnabled = false, EngineUse? Use = null, IReadOnlyList<string>? SourceHosts = null);
