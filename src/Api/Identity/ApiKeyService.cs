using Microsoft.Extensions.Logging;
using TransVox.Api.Dispatch;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>Makes, lists and revokes API keys: for the admin endpoints, and for a host's command that makes the first one.</summary>
public sealed class ApiKeyService
{
    private readonly IApiKeyStore _store;
    private readonly ApiKeyCache _cache;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiKeyService> _logger;

    internal ApiKeyService(IApiKeyStore store, ApiKeyCache cache, TimeProvider time, ILogger<ApiKeyService> logger) =>
        (_store, _cache, _time, _logger) = (store, cache, time, logger);

    /// <summary>Makes a key. Its text is in the answer and nowhere else.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>.</exception>
    public async Task<NewApiKey> CreateAsync(string userId, bool admin, string? note, string createdBy, CancellationToken cancellationToken)
    {
        if (!UserIds.IsValid(userId))
            throw new RequestException(ErrorCodes.InvalidRequest, "'userId' must be 1 to 64 of a-z, 0-9, '-' and '_', and start and end with a letter or digit.");
        if (note is { Length: > 200 })
            throw new RequestException(ErrorCodes.InvalidRequest, "'note' may have 200 characters at most.");
        var (id, secret, text) = ApiKeyText.Create();
        var (salt, hash) = ApiKeyRecord.Protect(secret);
        await _store.AddAsync(new ApiKeyRecord(id, userId, admin, note, _time.GetUtcNow(), createdBy, salt, hash), cancellationToken);
        _cache.Forget(id);
        ApiLog.KeyCreated(_logger, id, userId, createdBy, admin);
        return new NewApiKey(id, text);
    }

    /// <summary>Revokes a key: at once on this host, on others within 30 seconds.</summary>
    /// <exception cref="RequestException"><c>not_found</c>.</exception>
    public async Task RevokeAsync(string keyId, string revokedBy, CancellationToken cancellationToken)
    {
        if (!ApiKeyText.IsId(keyId) || !await _store.RemoveAsync(keyId, cancellationToken))
            throw new RequestException(ErrorCodes.NotFound, "There is no such key.");
        _cache.Forget(keyId);
        ApiLog.KeyRevoked(_logger, keyId, revokedBy);
    }

    public async Task<IReadOnlyList<ApiKeyView>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _store.ListAsync(cancellationToken)).Select(r => new ApiKeyView(r.KeyId, r.UserId, r.Admin, r.Note, r.CreatedAt, r.CreatedBy))];
}
