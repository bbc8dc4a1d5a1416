using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Services;

/// <summary>
/// Remembers the answers under clients' keys for 30 days. The first request to write the record owns the key; the others wait for
/// its outcome and give the same answer.
/// </summary>
public sealed class IdempotencyStore(BlobAreas areas, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private readonly JsonBlobs _json = new(areas.System);

    /// <summary>Hash of a submission without its video.</summary>
    public static string HashOf(SubmitCommand command, string? uploadId) =>
        Hash(JsonSerializer.Serialize(command with { IdempotencyKey = null }, DurableJson.Options) + "\n" + uploadId);

    /// <summary>Takes the key, or finds who has it.</summary>
    /// <returns>A claim to complete or drop when the key was free; else the record.</returns>
    /// <exception cref="RequestException"><c>idempotency_mismatch</c>.</exception>
    public async Task<(Claim? Claim, IdempotencyRecord? Existing)> ClaimAsync(
        string userId, string key, string commandHash, string jobId, Func<string, CancellationToken, Task<bool>> exists, CancellationToken cancellationToken)
    {
        var path = BlobPaths.Idempotency(userId, Hash(key)[..32]);
        // As a rule a key is new: it is looked at when it cannot be written.
        for (Versioned<IdempotencyRecord>? current = null; ; current = await _json.ReadAsync<IdempotencyRecord>(path, cancellationToken))
        {
            var now = time.GetUtcNow();
            var free = current is null || IsFree(current.Value, now);
            if (free && current is { Value: { VideoHash: null } abandoned } && now - abandoned.At <= Lifetime && await exists(abandoned.JobId, cancellationToken))
                return abandoned.CommandHash == commandHash ? (null, abandoned with { VideoHash = IdempotencyRecord.UnknownVideo }) : throw Mismatch();
            if (!free)
            {
                return current!.Value.CommandHash == commandHash ? (null, current.Value) : throw Mismatch();
            }

            var record = new IdempotencyRecord(commandHash, jobId, null, now);
            if (await _json.TryWriteAsync(path, record, current?.ETag, cancellationToken) is { } etag)
                return (new Claim(this, path, record, etag), null);
        }
    }

    /// <summary>What is remembered under a key.</summary>
    public async Task<IdempotencyRecord?> FindAsync(string userId, string key, CancellationToken cancellationToken)
    {
        var record = (await _json.ReadAsync<IdempotencyRecord>(BlobPaths.Idempotency(userId, Hash(key)[..32]), cancellationToken))?.Value;
        return record is null || time.GetUtcNow() - record.At > Lifetime ? null : record;
    }

    /// <summary>Waits until the owner of the key has an outcome; null when it gave up.</summary>
    public async Task<IdempotencyRecord?> WaitAsync(string userId, string key, CancellationToken cancellationToken)
    {
        var path = BlobPaths.Idempotency(userId, Hash(key)[..32]);
        using var timer = new PeriodicTimer(PollInterval, time);
        do
        {
            var current = await _json.ReadAsync<IdempotencyRecord>(path, cancellationToken);
            if (current is null || IsFree(current.Value, time.GetUtcNow()))
                return null;
            if (current.Value.VideoHash is not null)
                return current.Value;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return null;
    }

    public static RequestException Mismatch() => new(
        ErrorCodes.IdempotencyMismatch, "This Idempotency-Key was used for another request. Use a new key for a new request.");

    private static bool IsFree(IdempotencyRecord record, DateTimeOffset now) =>
        now - record.At > (record.VideoHash is null ? Abandoned : Lifetime);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A key that this request owns. It is renewed while it lives, so that nobody takes it over during a long upload.</summary>
    public sealed class Claim : IAsyncDisposable
    {
        private readonly IdempotencyStore _store;
        private readonly string _path;
        private readonly CancellationTokenSource _end = new();
        private readonly SemaphoreSlim _lock = new(1, 1);
        private readonly Task _renewal;
        private IdempotencyRecord _record;
        private ETag? _etag;

        internal Claim(IdempotencyStore store, string path, IdempotencyRecord record, ETag etag)
        {
            (_store, _path, _record, _etag) = (store, path, record, etag);
            _renewal = RenewAsync();
        }

        /// <summary>The job exists: its answer is the key's from now on.</summary>
        public Task CompleteAsync(string videoHash, CancellationToken cancellationToken) => WriteAsync(videoHash, cancellationToken);

        /// <summary>Nothing came of it: the key is free again.</summary>
        public async Task DropAsync(CancellationToken cancellationToken)
        {
            await _lock.WaitAsync(cancellationToken);
            try
            {
                if (_etag is { } etag)
                    await _store._json.DeleteAsync(_path, etag, cancellationToken);
                _etag = null;
            }
            finally
            {
                _lock.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _renewal;
            _end.Dispose();
            _lock.Dispose();
        }

        private async Task WriteAsync(string? videoHash, CancellationToken cancellationToken)
        {
            await _lock.WaitAsync(cancellationToken);
            try
            {
                if (_etag is null || (_record.VideoHash is not null && videoHash is null))
                    return;
                _record = _record with { VideoHash = videoHash, At = _store.Now };
                _etag = await _store._json.TryWriteAsync(_path, _record, _etag, cancellationToken);
            }
            finally
            {
                _lock.Release();
            }
        }

        private async Task RenewAsync()
        {
            using var timer = new PeriodicTimer(Renewal, _store.Time);
            try
            {
                while (await timer.WaitForNextTickAsync(_end.Token))
                    await WriteAsync(null, _end.Token);
            }
            catch (Exception e) when (StorageFailures.IsTransient(e) || e is OperationCanceledException)
            {
                // Ended, or storage is away: then the claim lapses, and the upload beside it fails with its own error.
            }
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private TimeProvider Time => time;
}
