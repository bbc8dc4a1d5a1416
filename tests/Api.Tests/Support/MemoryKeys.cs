using System.Collections.Concurrent;
using TransVox.Api.Identity;

namespace TransVox.Api.Tests.Support;

/// <summary>API keys in memory; counts look-ups.</summary>
internal sealed class MemoryKeys : IApiKeyStore
{
    private readonly ConcurrentDictionary<string, ApiKeyRecord> _keys = new();
    private int _lookups;

    public int Lookups => Volatile.Read(ref _lookups);

    public Task<ApiKeyRecord?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lookups);
        return Task.FromResult(_keys.GetValueOrDefault(keyId));
    }

    public Task AddAsync(ApiKeyRecord record, CancellationToken cancellationToken)
    {
        _keys[record.KeyId] = record;
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(string keyId, CancellationToken cancellationToken) => Task.FromResult(_keys.TryRemove(keyId, out _));

    public Task<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ApiKeyRecord>>([.. _keys.Values.OrderBy(k => k.CreatedAt)]);
}
