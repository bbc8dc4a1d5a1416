using TransVox.Orchestration.Erasure;

namespace TransVox.Api.Identity;

/// <summary>Revokes the keys of a user who is erased: at once on this host, on others within 30 seconds.</summary>
internal sealed class ApiKeyTraces(IApiKeyStore store, ApiKeyCache cache) : IUserTraces
{
    public async Task RemoveAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (var key in (await store.ListAsync(cancellationToken)).Where(key => key.UserId == userId))
        {
            await store.RemoveAsync(key.KeyId, cancellationToken);
            cache.Forget(key.KeyId);
        }
    }
}
