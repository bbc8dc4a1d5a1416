using System.Net;
using System.Net.Http.Json;
using TransVox.Api.Identity;
using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Webhooks, the export and the erasure of users over HTTP.</summary>
public sealed class WebhookEndpointTests
{
    [Fact]
    public async Task A_webhook_has_its_life_over_HTTP_and_shows_its_secret_once()
    {
        await using var server = await ApiServer.StartAsync();
        using var ada = server.CreateClient("ada");
        using var bob = server.CreateClient("bob");
        var created = await ada.PostAsJsonAsync("api/webhooks", new NewWebhookRequest("https://example.com/hook", ["job.completed"], "build"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("no-store", created.Headers.CacheControl?.ToString());
        var made = await ReadAsync<NewWebhook>(created);
        var path = $"api/webhooks/{made.Webhook.Id}";
        Assert.Equal("/" + path, created.Headers.Location?.OriginalString);
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", await ada.GetStringAsync("api/webhooks"), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", await ada.GetStringAsync(path), StringComparison.Ordinal);

        Assert.False((await ReadAsync<WebhookView>(await ada.PutAsJsonAsync(path, new WebhookChange("https://example.com/other", null, null, false)))).Enabled);
        var test = await ada.PostAsync($"{path}/test", null);
        Assert.Equal(HttpStatusCode.Accepted, test.StatusCode);
        var delivery = await ReadAsync<DeliveryView>(test);
        Assert.Equal(delivery.Id, Assert.Single(await ReadAsync<List<DeliveryView>>(await ada.GetAsync($"{path}/deliveries?limit=5"))).Id);
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.GetAsync($"{path}/deliveries?limit=0")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await ada.PostAsync($"{path}/deliveries/{delivery.Id}/resend", null)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await bob.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.DeleteAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"url":"https://example.com","secret":"whsec_x"}""")]
    [InlineData("""{"url":"https://example.com","userId":"bob"}""")]
    public async Task A_body_that_is_none_is_refused(string body)
    {
        await using var server = await ApiServer.StartAsync();
        using var ada = server.CreateClient("ada");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.PostAsync("api/webhooks", content)).StatusCode);
    }

    [Fact]
    public async Task An_export_is_a_file_with_the_callers_keys_only()
    {
        await using var server = await ApiServer.StartAsync();
        using var ada = server.CreateClient("ada");
        var keys = server.Service<ApiKeyService>();
        var own = await keys.CreateAsync("ada", false, "laptop", "ops", default);
        await keys.CreateAsync("bob", false, null, "ops", default);

        var answer = await ada.GetAsync("api/me/export");

        Assert.Equal("transvox-ada.json", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain(own.Key, text, StringComparison.Ordinal);
        Assert.Equal(own.KeyId, Assert.Single((await ReadAsync<MeExport>(answer)).Keys).KeyId);
    }

    [Fact]
    public async Task An_administrator_erases_users_and_oneself_only_with_confirmation()
    {
        await using var server = await ApiServer.StartAsync();
        using var root = server.CreateClient("root", admin: true);
        using var ada = server.CreateClient("ada");
        Assert.Equal(HttpStatusCode.Forbidden, (await ada.PostAsync("api/admin/users/bob/erase", null)).StatusCode);
        var answer = await root.PostAsync("api/admin/users/ada/erase", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(("ada", "root"), (await ReadAsync<UserErasure>(answer) is var erasure ? (erasure.UserId, erasure.By) : default));
        Assert.Equal(HttpStatusCode.Conflict, (await root.PostAsync("api/admin/users/root/erase", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await root.PostAsJsonAsync("api/admin/users/root/erase", new EraseUserBody("root"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await root.PostAsync("api/admin/users/Not%20One/erase", null)).StatusCode);
        Assert.Equal(["ada", "root"], (await ReadAsync<List<UserErasure>>(await root.GetAsync("api/admin/erasures"))).Select(e => e.UserId));
    }

    [Fact]
    public async Task Keys_of_a_user_who_is_erased_let_nobody_in()
    {
        await using var server = await ApiServer.StartAsync();
        var keys = server.Service<ApiKeyService>();
        var ada = await keys.CreateAsync("ada", false, null, "ops", default);
        var bob = await keys.CreateAsync("bob", false, null, "ops", default);
        using var client = server.CreateClient(key: ada.Key);
        using var other = server.CreateClient(key: bob.Key);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("api/me")).StatusCode);

        foreach (var trace in server.Service<IEnumerable<TransVox.Orchestration.Erasure.IUserTraces>>())
            await trace.RemoveAsync("ada", default);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("api/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("api/me")).StatusCode);
        Assert.Equal("bob", Assert.Single(await keys.ListAsync(default)).UserId);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<T>(ContractJson.Options))!;
}
