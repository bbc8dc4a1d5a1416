using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>What each user used in all. Adding the same job twice counts once.</summary>
public sealed class UsageStore(BlobAreas areas)
{
    private const int Remembered = 100;
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Adds a job; false when it was counted before.</summary>
    public async Task<bool> AddAsync(string userId, string jobId, double gpuSeconds, EngineUse use, CancellationToken cancellationToken)
    {
        var added = false;
        await _json.UpdateAsync<UserUsage>(
            BlobPaths.Usage(userId),
            usage =>
            {
                usage ??= new UserUsage(0, 0, []);
                added = !usage.LastJobs.Contains(jobId);
                return added ? new UserUsage(usage.GpuSeconds + gpuSeconds, usage.Jobs + 1, [.. usage.LastJobs.TakeLast(Remembered - 1), jobId], use.Plus(usage.Use)) : null;
            },
            cancellationToken);
        return added;
    }

    /// <summary>Adds what was used outside of jobs.</summary>
    public Task AddAsync(string userId, EngineUse use, CancellationToken cancellationToken) => _json.UpdateAsync<UserUsage>(
        BlobPaths.Usage(userId),
        usage => (usage ?? new UserUsage(0, 0, [])) with { Use = use.Plus(usage?.Use) },
        cancellationToken);

    public async Task<UserUsage> ReadAsync(string userId, CancellationToken cancellationToken) =>
        (await _json.ReadAsync<UserUsage>(BlobPaths.Usage(userId), cancellationToken))?.Value ?? new UserUsage(0, 0, []);
}
