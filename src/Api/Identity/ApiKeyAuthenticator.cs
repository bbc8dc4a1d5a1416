using Microsoft.AspNetCore.Http;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>API keys, sent as bearer tokens.</summary>
internal sealed class ApiKeyAuthenticator(ApiKeyCache cache) : IAuthenticator
{
    public bool IsPresented(HttpContext context) =>
        IdentityHeaders.BearerToken(context.Request.Headers) is { } token && ApiKeyText.LooksLikeKey(token);

    public async ValueTask<Caller> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var token = IdentityHeaders.BearerToken(context.Request.Headers)!;
        if (!ApiKeyText.TryParse(token, out var id, out var secret))
            throw Invalid();
        var record = await cache.FindAsync(id, cancellationToken);
        return record is not null && record.Matches(secret) ? new Caller(record.UserId, record.Admin, record.UserId, record.KeyId) : throw Invalid();
    }

    /// <summary>The same answer for a malformed, an unknown and a revoked key, and for a wrong secret.</summary>
    private static RequestException Invalid() => IdentityHeaders.Refused("The API key is not valid.");
}
