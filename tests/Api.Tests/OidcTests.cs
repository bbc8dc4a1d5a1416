using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using TransVox.Api.Tests.Support;
using TransVox.Orchestration.Jobs;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Bearer tokens of a real, small provider.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private OidcProvider _provider = null!;
    private ApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _provider = await OidcProvider.StartAsync();
        _server = await ApiServer.StartAsync(new()
        {
            ["dev_identity"] = "false",
            ["oidc:authority"] = _provider.Issuer,
            ["oidc:audience"] = "transvox",
            ["oidc:allow_http"] = "true",
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_provider_lets_in_and_its_role_makes_an_admin()
    {
        var user = await MeAsync(_provider.Token(subject: "ada"));
        Assert.False(user.IsAdmin);
        Assert.True(UserIds.IsValid(user.UserId));
        var admin = await MeAsync(_provider.Token(subject: "ops", roles: ["TransVox.Admin"]));
        Assert.True(admin.IsAdmin);
        Assert.NotEqual(user.UserId, admin.UserId);
    }

    [Fact]
    public async Task Tokens_that_are_not_for_us_are_refused()
    {
        using var foreign = RSA.Create(2048);
        await RefusedAsync(_provider.Token(audience: "another-service"));
        await RefusedAsync(_provider.Token(issuer: "https://elsewhere.example"));
        await RefusedAsync(_provider.Token(lifetime: TimeSpan.FromMinutes(-30)));
        await RefusedAsync(_provider.Token(subject: ""));
        await RefusedAsync(_provider.Token(key: new SigningCredentials(new RsaSecurityKey(foreign) { KeyId = OidcProvider.KeyId }, SecurityAlgorithms.RsaSha256)));
    }

    [Fact]
    public async Task An_unsigned_token_and_one_signed_with_the_public_key_are_refused()
    {
        var parts = _provider.Token().Split('.');
        await RefusedAsync($"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.");
        await RefusedAsync($"{parts[0]}.{parts[1]}.");
        await RefusedAsync($"{parts[0]}.{Base64UrlEncoder.Encode("""{"sub":"root","aud":"transvox"}""")}.{parts[2]}");
        var confused = new SymmetricSecurityKey(_provider.PublicKey) { KeyId = OidcProvider.KeyId };
        await RefusedAsync(_provider.Token(key: new SigningCredentials(confused, SecurityAlgorithms.HmacSha256)));
        await RefusedAsync("a.b.c");
        await RefusedAsync("x");
    }

    [Fact]
    public async Task Without_a_provider_tokens_are_refused()
    {
        await using var server = await ApiServer.StartAsync(new() { ["dev_identity"] = "false" });
        await (await server.CreateClient(key: _provider.Token()).GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private async Task RefusedAsync(string token) =>
        await (await _server.CreateClient(key: token).GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

    private async Task<MeView> MeAsync(string token) => await (await _server.CreateClient(key: token).GetAsync("api/me")).ReadAsync<MeView>();
}
