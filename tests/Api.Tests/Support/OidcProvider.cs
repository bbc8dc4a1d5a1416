using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TransVox.Api.Tests.Support;

/// <summary>An OpenID Connect provider on loopback: metadata, keys, tokens.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string KeyId = "k1";

    private readonly WebApplication _app;
    private readonly RSA _rsa = RSA.Create(2048);

    private OidcProvider(WebApplication app) => _app = app;

    public string Issuer { get; private set; } = "";

    public byte[] PublicKey => _rsa.ExportSubjectPublicKeyInfo();

    public static async Task<OidcProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new OidcProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => TypedResults.Json(new { issuer = provider.Issuer, jwks_uri = $"{provider.Issuer}/keys" }));
        app.MapGet("/keys", () =>
        {
            var parameters = provider._rsa.ExportParameters(false);
            return TypedResults.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = KeyId, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } } });
        });
        await app.StartAsync();
        provider.Issuer = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    public string Token(
        string subject = "ada", string audience = "transvox", string? issuer = null, TimeSpan? lifetime = null, string[]? roles = null, SigningCredentials? key = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var life = lifetime ?? TimeSpan.FromMinutes(5);
        var claims = new ClaimsIdentity([new Claim("sub", subject), .. (roles ?? []).Select(r => new Claim("roles", r))]);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            Subject = claims,
            NotBefore = now + life - TimeSpan.FromHours(1),
            IssuedAt = now + life - TimeSpan.FromHours(1),
            Expires = now + life,
            SigningCredentials = key ?? new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }
}
