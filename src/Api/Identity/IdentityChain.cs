using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TransVox.Api.Dispatch;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>
/// Who calls, by the one credential that the request carries. Two kinds at once are refused instead of ranked: whoever forges one
/// beside a real one gets nothing, and who configured a client wrongly hears of it.
/// </summary>
internal sealed class IdentityChain(
    AppServiceAuthenticator appService,
    ApiKeyAuthenticator keys,
    OidcAuthenticator oidc,
    DevAuthenticator dev,
    ILogger<IdentityChain> logger)
{
    /// <exception cref="RequestException"><c>unauthorized</c>.</exception>
    public async ValueTask<Caller> IdentifyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(context, cancellationToken);
        }
        catch (RequestException e) when (e.Code == ErrorCodes.Unauthorized)
        {
            ApiLog.IdentityRefused(logger, e.Message);
            throw;
        }
    }

    private ValueTask<Caller> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var headers = context.Request.Headers;
        IdentityHeaders.RequireSingle(headers);
        var presented = Presented(context);
        if (presented.Count > 1)
            throw IdentityHeaders.Refused("The request carries two identities. Send one.");
        if (headers.Authorization.Count > 0 && IdentityHeaders.BearerToken(headers) is null)
            throw IdentityHeaders.Refused("The Authorization header must be 'Bearer' and an API key or a token.");
        if (presented.Count == 1)
            return presented[0].AuthenticateAsync(context, cancellationToken);
        if (dev.IsDefaultAllowed(context))
            return dev.AuthenticateAsync(context, cancellationToken);
        throw IdentityHeaders.Refused("Send an API key or a token as 'Authorization: Bearer …'.");
    }

    private List<IAuthenticator> Presented(HttpContext context)
    {
        var presented = new List<IAuthenticator>(2);
        foreach (var authenticator in (IAuthenticator[])[appService, keys, oidc, dev])
        {
            if (authenticator.IsPresented(context))
                presented.Add(authenticator);
        }

        // The platform leaves a token that it validated itself in place, beside the principal that it made of it.
        if (presented is [AppServiceAuthenticator, OidcAuthenticator] && appService.IsTrusted)
            presented.RemoveAt(1);
        return presented;
    }
}
