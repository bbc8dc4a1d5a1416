namespace TransVox.Api.Identity;

/// <summary>Where API keys are kept.</summary>
public interface IApiKeyStore
{
    /// <summary>The key, or null when there is none or it was revoked.</summary>
    Task<ApiKeyRecord?> FindAsync(string keyId, CancellationToken cancellationToken);

    Task AddAsync(ApiKeyRecord record, CancellationToken cancellationToken);

    /// <summary>Whether there was one to remove.</summary>
    Task<bool> RemoveAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>All keys, oldest first.</summary>
    Task<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellationToken);
}
