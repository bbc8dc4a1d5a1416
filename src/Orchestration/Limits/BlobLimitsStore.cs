using System.Globalization;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Limits;

/// <summary>
/// Limits in <c>system/limits.json</c> once somebody changed them, those of the file before. One blob per audit entry, named so
/// that the newest lists first.
/// </summary>
public sealed class BlobLimitsStore(BlobAreas areas, IOptions<TransVoxOptions> options, TimeProvider time) : ILimitsStore, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly JsonBlobs _json = new(areas.System);
    private readonly LiveLimits _initial = LimitsFromOptions.Create(options.Value);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Cached? _cached;

    /// <summary>The limits, at most a second old; callers that arrive together share one read.</summary>
    public async Task<LiveLimits> GetAsync(CancellationToken cancellationToken)
    {
        if (FreshOrNull() is { } fresh)
            return fresh;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (FreshOrNull() is { } meanwhile)
                return meanwhile;
            var now = time.GetUtcNow();
            var stored = await _json.ReadAsync<LiveLimits>(BlobPaths.Limits, cancellationToken);
            var limits = stored?.Value ?? _initial;
            _cached = new Cached(limits, now);
            return limits;
        }
        finally
        {
            _reading.Release();
        }
    }

    public async Task<LiveLimits> ChangeAsync(
        string by, string action, string details, Func<LiveLimits, LiveLimits> change, CancellationToken cancellationToken)
    {
        var limits = await _json.UpdateAsync<LiveLimits>(
            BlobPaths.Limits,
            current =>
            {
                var old = current ?? _initial;
                return change(old) with { Version = old.Version + 1 };
            },
            cancellationToken);
        _cached = new Cached(limits!, time.GetUtcNow());
        await AuditAsync(by, action, details, cancellationToken);
        return limits!;
    }

    public Task<IReadOnlyList<AuditEntry>> GetAuditAsync(int limit, CancellationToken cancellationToken) =>
        GetAuditAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, limit, cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> GetAuditAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var (newest, oldest) = (BlobPaths.AuditPrefix + OrderOf(to), BlobPaths.AuditPrefix + OrderOf(from) + "~");
        var entries = new List<AuditEntry>();
        await foreach (var blob in areas.System.GetBlobsAsync(BlobTraits.None, BlobStates.None, BlobPaths.AuditPrefix, cancellationToken))
        {
            if (entries.Count >= limit || string.CompareOrdinal(blob.Name, oldest) > 0)
                break;
            if (string.CompareOrdinal(blob.Name, newest) < 0)
                continue;
            if (await _json.ReadAsync<AuditEntry>(blob.Name, cancellationToken) is { } entry)
                entries.Add(entry.Value);
        }

        return entries;
    }

    public async Task AuditAsync(string by, string action, string details, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = $"{BlobPaths.AuditPrefix}{OrderOf(now)}-{Guid.CreateVersion7(now):n}.json";
        var entry = JsonSerializer.SerializeToUtf8Bytes(new AuditEntry(now, by, action, details), DurableJson.Options);
        // The name is nobody else's: what is there already is this entry, sent again because its answer was lost.
        await areas.System.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(entry), overwrite: true, cancellationToken);
    }

    public void Dispose() => _reading.Dispose();

    private static string OrderOf(DateTimeOffset at) => (DateTimeOffset.MaxValue.Ticks - at.UtcTicks).ToString("d19", CultureInfo.InvariantCulture);

    private LiveLimits? FreshOrNull()
    {
        var now = time.GetUtcNow();
        return _cached is { } cached && now - cached.At < Fresh && now >= cached.At ? cached.Limits : null;
    }

    private sealed record Cached(LiveLimits Limits, DateTimeOffset At);
}
