namespace TransVox.Orchestration.Sources;

/// <summary>How far a job's fetching is, kept apart from the job because the address may hold a signature; removed when the video is there.</summary>
/// <param name="Address">The whole address.</param>
/// <param name="StartedAt">First request.</param>
/// <param name="Version">Counts the versions of the file that were begun: each begins with its first byte.</param>
/// <param name="Validator">What tells the server which version goes on; null when it does not say.</param>
/// <param name="Length">Bytes of this version, where the server says.</param>
internal sealed record FetchState(string Address, DateTimeOffset? StartedAt = null, int Version = 0, string? Validator = null, long? Length = null);
