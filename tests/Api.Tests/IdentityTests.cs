using System.Net;
using System.Text;
using TransVox.Api.Identity;
using TransVox.Api.Tests.Support;
using TransVox.Orchestration.Jobs;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Who is let in, and as whom; forged, replayed and doubled identities.</summary>
public sealed class IdentityTests
{
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";
    private static readonly Dictionary<string, string?> NoDev = new() { ["dev_identity"] = "false" };

    [Fact]
    public async Task Without_an_identity_nothing_is_answered()
    {
        await using var server = await ApiServer.StartAsync(NoDev);
        var response = await server.Client.GetAsync("api/me");
        await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Development_identity_needs_the_switch_and_a_host_on_loopback()
    {
        await using (var off = await ApiServer.StartAsync(NoDev))
            await (await off.CreateClient("ada").GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await using (var open = await ApiServer.StartAsync(host: new ApiHost(LoopbackOnly: false)))
        {
            await (await open.CreateClient("ada").GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
            await (await open.Client.GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }

        await using var on = await ApiServer.StartAsync();
        Assert.Equal("ada", (await MeAsync(on.CreateClient("ada"))).UserId);
        Assert.False((await MeAsync(on.CreateClient("ada"))).IsAdmin);
        Assert.Equal(("dev", true), ((await MeAsync(on.Client)).UserId, (await MeAsync(on.Client)).IsAdmin));
        Assert.True((await MeAsync(on.CreateClient("ada", admin: true))).IsAdmin);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "rebound.example")]
    [InlineData("X-Dev-User", "")]
    [InlineData("X-Dev-Admin", "yes")]
    public async Task Development_identity_is_refused_behind_a_proxy_under_another_name_or_malformed(string header, string value)
    {
        await using var server = await ApiServer.StartAsync();
        using var connection = await server.ConnectAsync();
        var host = header == "Host" ? value : "localhost";
        var extra = header == "Host" ? "" : $"{header}: {value}\r\n";
        await connection.SendAsync($"GET /api/me HTTP/1.1\r\nHost: {host}\r\n{extra}Connection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 401", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Dev-User: ada\r\nX-Dev-User: eve\r\n")]
    [InlineData("X-Dev-User: ada\r\nX-Dev-Admin: false\r\nX-Dev-Admin: true\r\n")]
    [InlineData("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n")]
    [InlineData("X-Dev-User: ada\r\nAuthorization: Bearer tvk_0011223344556677_x\r\n")]
    [InlineData("X-Dev-User: ada\r\nAuthorization: Basic YTpi\r\n")]
    [InlineData("Authorization: Basic YTpi\r\n")]
    [InlineData("Authorization: Bearer\r\n")]
    [InlineData("Authorization: Bearer a, Bearer b\r\n")]
    [InlineData("X-MS-CLIENT-PRINCIPAL: e30=\r\n")]
    [InlineData("X-MS-CLIENT-PRINCIPAL: e30=\r\nX-Dev-User: ada\r\n")]
    public async Task Two_identities_or_half_a_one_are_nobody(string headers)
    {
        await using var server = await ApiServer.StartAsync();
        using var connection = await server.ConnectAsync();
        await connection.SendAsync($"GET /api/me HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 401", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_lets_in_until_it_is_revoked()
    {
        await using var server = await ApiServer.StartAsync();
        var root = server.CreateClient("root", admin: true);
        var made = await (await root.PostJsonAsync("api/admin/keys", new { userId = "ada", note = "laptop" })).ReadAsync<NewApiKey>(HttpStatusCode.Created);
        var client = server.CreateClient(key: made.Key);

        Assert.Equal(("ada", false), ((await MeAsync(client)).UserId, (await MeAsync(client)).IsAdmin));
        await (await client.GetAsync("api/admin/limits")).ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        var list = await (await root.GetAsync("api/admin/keys")).Content.ReadAsStringAsync();
        Assert.Contains(made.KeyId, list, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Key.Split('_', 3)[2], list, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.NoContent, (await root.DeleteAsync($"api/admin/keys/{made.KeyId}")).StatusCode);
        await (await client.GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await root.DeleteAsync($"api/admin/keys/{made.KeyId}")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task An_admins_key_is_an_admins()
    {
        await using var server = await ApiServer.StartAsync(NoDev);
        var key = await server.Service<ApiKeyService>().CreateAsync("ops", true, null, "test", CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await server.CreateClient(key: key.Key).GetAsync("api/admin/limits")).StatusCode);
    }

    [Fact]
    public async Task Wrong_keys_all_get_the_same_answer()
    {
        await using var server = await ApiServer.StartAsync(NoDev);
        var service = server.Service<ApiKeyService>();
        var (good, other) = (await service.CreateAsync("ada", false, null, "test", default), await service.CreateAsync("eve", true, null, "test", default));
        var secret = other.Key.Split('_', 3)[2];
        var answers = new List<string>();
        foreach (var key in new[] { $"tvk_{good.KeyId}_{secret}", $"tvk_ffffffffffffffff_{secret}", "tvk_", "tvk_x_y", $"tvk_../../{good.KeyId}_{secret}", good.Key[..^1], good.Key + "A", good.Key.ToUpperInvariant().Replace("TVK", "tvk", StringComparison.Ordinal) })
            answers.Add((await (await server.CreateClient(key: key).GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized")).Detail);
        Assert.Single(answers.Distinct());
        Assert.Equal("ada", (await MeAsync(server.CreateClient(key: good.Key))).UserId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ada")]
    [InlineData("../ada")]
    [InlineData("a b")]
    public async Task A_key_is_made_for_a_user_id_only(string userId)
    {
        await using var server = await ApiServer.StartAsync();
        await (await server.CreateClient("root", admin: true).PostJsonAsync("api/admin/keys", new { userId })).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Guessing_keys_costs_few_lookups_and_does_not_lock_out_who_has_one()
    {
        await using var server = await ApiServer.StartAsync(new() { ["dev_identity"] = "false", ["rate_limit:unknown_keys_per_second"] = "5" });
        var key = await server.Service<ApiKeyService>().CreateAsync("ada", false, null, "test", default);
        var client = server.CreateClient(key: key.Key);
        await MeAsync(client);
        var before = server.Keys.Lookups;
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++)
            statuses.Add((await server.CreateClient(key: $"tvk_{i:x16}_{new string('A', 43)}").GetAsync("api/me")).StatusCode);

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.True(server.Keys.Lookups - before < 60, $"{server.Keys.Lookups - before} look-ups");
        Assert.Equal("ada", (await MeAsync(client)).UserId);
    }

    [Fact]
    public async Task The_platforms_principal_counts_only_where_the_platform_vouches_for_it()
    {
        var principal = Principal("aad", Claim("http://schemas.microsoft.com/identity/claims/objectidentifier", "7f"), Claim("name", "Ada"), Claim("roles", "TransVox.Admin"));
        await using (var elsewhere = await ApiServer.StartAsync(NoDev))
            await (await WithPrincipal(elsewhere, principal).GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

        await using var azure = await ApiServer.StartAsync(NoDev, new ApiHost(AppServiceAuthentication: true));
        var me = await MeAsync(WithPrincipal(azure, principal));
        Assert.Equal((true, "Ada"), (me.IsAdmin, me.DisplayName));
        Assert.True(UserIds.IsValid(me.UserId));
        Assert.StartsWith("aad-7f", me.UserId, StringComparison.Ordinal);
        await (await azure.Client.GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("bnVsbA==")]
    [InlineData("e30=")]
    [InlineData("W10=")]
    [InlineData("eyJhdXRoX3R5cCI6ImFhZCIsImNsYWltcyI6bnVsbH0=")]
    [InlineData("eyJhdXRoX3R5cCI6ImFhZCIsImNsYWltcyI6W251bGxdfQ==")]
    public async Task A_malformed_principal_is_nobody(string header)
    {
        await using var azure = await ApiServer.StartAsync(NoDev, new ApiHost(AppServiceAuthentication: true));
        await (await WithPrincipal(azure, header).GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_principal_with_two_subjects_is_nobody_and_a_role_of_another_type_makes_no_admin()
    {
        await using var azure = await ApiServer.StartAsync(NoDev, new ApiHost(AppServiceAuthentication: true));
        var twice = Principal("aad", Claim("sub", "a"), Claim("sub", "b"));
        await (await WithPrincipal(azure, twice).GetAsync("api/me")).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        var boast = Principal("aad", Claim("sub", "a"), Claim("nickname", "TransVox.Admin"), Claim("roles", "transvox.admin"));
        Assert.False((await MeAsync(WithPrincipal(azure, boast))).IsAdmin);
    }

    [Fact]
    public void Equal_names_of_two_providers_are_two_users_and_no_one_is_a_users_id_as_it_stands()
    {
        string[] ids =
        [
            PrincipalIds.Of("aad", "t1", "ada"), PrincipalIds.Of("aad", "t2", "ada"), PrincipalIds.Of("google", null, "ada"), PrincipalIds.Of("oidc", "t1", "ada"),
            PrincipalIds.Of("aad", null, "ada:t1"), PrincipalIds.Of("aad", "t1:x", "ada"), PrincipalIds.Of("aad:ada", null, "t1"), "ada",
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(UserIds.IsValid(id), id));
    }

    private static HttpClient WithPrincipal(ApiServer server, string principal)
    {
        var client = server.CreateClient();
        Assert.True(client.DefaultRequestHeaders.TryAddWithoutValidation(PrincipalHeader, principal));
        return client;
    }

    private static string Claim(string type, string value) => $$"""{"typ":"{{type}}","val":"{{value}}"}""";

    private static string Principal(string provider, params string[] claims) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        $$"""{"auth_typ":"{{provider}}","name_typ":"name","role_typ":"roles","claims":[{{string.Join(',', claims)}}]}"""));

    private static async Task<MeView> MeAsync(HttpClient client) => await (await client.GetAsync("api/me")).ReadAsync<MeView>();
}
