using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TransVox.Api.Dispatch;
using TransVox.Api.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>Bearer tokens of the configured OpenID Connect provider, validated against its published keys.</summary>
internal sealed class OidcAuthenticator : IAuthenticator
{
    /// <summary>Asymmetric signatures only: with a symmetric one, whoever knows the public key could sign.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _metadata;
    private readonly OidcOptions _oidc;
    private readonly string _adminRole;
    private readonly ILogger<OidcAuthenticator> _logger;

    public OidcAuthenticator(IOptions<ApiOptions> options, ILogger<OidcAuthenticator> logger)
    {
        (_oidc, _adminRole, _logger) = (options.Value.Oidc, options.Value.AdminRole, logger);
        if (string.IsNullOrEmpty(_oidc.Authority))
            return;
        var address = $"{_oidc.Authority.TrimEnd('/')}/.well-known/openid-configuration";
        _metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
            address, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = !_oidc.AllowHttp });
    }

    public bool IsPresented(HttpContext context) =>
        IdentityHeaders.BearerToken(context.Request.Headers) is { } token && !ApiKeyText.LooksLikeKey(token);

    public async ValueTask<Caller> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (_metadata is null)
            throw IdentityHeaders.Refused("Tokens are not accepted here: no identity provider is configured. Use an API key.");
        var token = IdentityHeaders.BearerToken(context.Request.Headers)!;
        var result = await ValidateAsync(token, cancellationToken);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider may have new keys; the manager limits how often it asks.
            _metadata.RequestRefresh();
            result = await ValidateAsync(token, cancellationToken);
        }

        return result.IsValid ? ToCaller((JsonWebToken)result.SecurityToken) : throw IdentityHeaders.Refused(Reason(result.Exception));
    }

    private async Task<TokenValidationResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var provider = await LoadAsync(cancellationToken);
        return await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = _oidc.Audience,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = Algorithms,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = TimeSpan.FromMinutes(1),
        });
    }

    private async Task<OpenIdConnectConfiguration> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _metadata!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or SocketException)
        {
            ApiLog.ProviderAway(_logger, e);
            throw IdentityHeaders.Refused("The identity provider cannot be reached, so tokens cannot be checked now. Try again in a moment.");
        }
    }

    private Caller ToCaller(JsonWebToken token)
    {
        if (string.IsNullOrWhiteSpace(token.Subject))
            throw IdentityHeaders.Refused("The token names no subject.");
        var isAdmin = token.Claims.Any(c => c.Type == _oidc.RoleClaim && c.Value == _adminRole);
        var name = token.Claims.FirstOrDefault(c => c.Type is "name" or "preferred_username" or "email")?.Value;
        return new Caller(PrincipalIds.Of("oidc", token.Issuer, token.Subject), isAdmin, name);
    }

    private static string Reason(Exception? e) => e switch
    {
        SecurityTokenExpiredException => "The token has expired. Sign in again.",
        SecurityTokenInvalidAudienceException => "The token was made for another service.",
        SecurityTokenInvalidIssuerException => "The token is of another provider.",
        _ => "The token is not valid.",
    };
}
