using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Limits;

/// <summary>
/// Makes an edited <c>transvox.json</c> count. The entities keep the settings with the highest version, so values of the file that
/// changed since the last start become a new version of the live limits. A file that did not change leaves alone what an
/// administrator set live.
/// </summary>
public sealed class FileLimits(
    BlobAreas areas, ILimitsStore store, LimitsApplier applier, IOptions<TransVoxOptions> options, ILogger<FileLimits> logger)
{
    private const string ChangedBy = "transvox.json";
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Compares the file with what the service last started with; a host calls it once, before jobs come in.</summary>
    /// <returns>Whether the limits changed.</returns>
    public async Task<bool> SyncAsync(CancellationToken cancellationToken)
    {
        var file = LimitsFromOptions.Create(options.Value);
        var seen = new FileLimitsSeen(Fingerprint(file, options.Value.Scheduling));
        var last = await _json.ReadAsync<FileLimitsSeen>(BlobPaths.FileLimits, cancellationToken);
        if (last?.Value == seen)
            return false;
        if (last is not null)
        {
            var limits = await store.ChangeAsync(
                ChangedBy, "limits", "The configuration file changed.", old => Merge(old, file), cancellationToken);
            await applier.ApplyAsync(limits, cancellationToken);
            MaintenanceLog.FileLimitsApplied(logger, limits.Version);
        }
        else if (options.Value.Scheduling.Pools.Values.Any(pool => pool.Shards > 1))
        {
            // A pool's first entity must know of its shards before any job asks one.
            await applier.ApplyAsync(await store.GetAsync(cancellationToken), cancellationToken);
        }

        // Noted last: a crash before this repeats the change, which is the same change.
        await _json.WriteAsync(BlobPaths.FileLimits, seen, cancellationToken);
        return last is not null;
    }

    // A pool that somebody paused stays paused, and a user's override that the file does not name stays.
    private LiveLimits Merge(LiveLimits old, LiveLimits file)
    {
        var pools = file.Pools.ToDictionary();
        foreach (var name in LimitsFromOptions.PoolsOf(file, options.Value.Scheduling.DefaultPool))
        {
            if (old.Pools.TryGetValue(name, out var live) && live.Mode != PoolMode.Active)
                pools[name] = pools.GetValueOrDefault(name, new PoolLimits(file.MaxGlobalJobs)) with { Mode = live.Mode };
        }

        return file with
        {
            Pools = pools,
            Users = old.Users.Concat(file.Users).GroupBy(u => u.Key).ToDictionary(g => g.Key, g => g.Last().Value),
        };
    }

    private static string Fingerprint(LiveLimits file, SchedulingOptions scheduling) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { file, scheduling }, DurableJson.Options)));
}
