namespace TransVox.Cli.Tests;

public sealed class WebhookCommandTests : CliTest
{
    private const string Webhook =
        """{"id":"wh_1","url":"https://example.com/hook","events":["job.completed"],"description":"build","enabled":false,"disabledReason":"The receiver answered 410 Gone.","createdAt":"2026-05-04T09:30:00Z"}""";

    [Fact]
    public async Task A_webhook_is_added_and_its_secret_shown()
    {
        Server.On("POST /api/webhooks", (context, _) => ContractServer.WriteAsync(context, 201, $$"""{"webhook":{{Webhook}},"secret":"whsec_abc"}"""));

        var result = await RunAsync("webhooks", "add", "https://example.com/hook", "--event", "job.completed", "--event", "job.failed", "--description", "build");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("whsec_abc", result.Output, StringComparison.Ordinal);
        var sent = Json(Assert.Single(Server.RequestsTo("POST /api/webhooks")).Text);
        Assert.Equal("https://example.com/hook", sent.GetProperty("url").GetString());
        Assert.Equal(["job.completed", "job.failed"], sent.GetProperty("events").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("build", sent.GetProperty("description").GetString());
        Assert.Equal("whsec_abc", Json((await RunAsync("webhooks", "add", "https://example.com/hook", "--json")).Output).GetProperty("secret").GetString());
        Assert.Equal(2, (await RunAsync("webhooks", "add", "https://example.com/hook", "--event", "job.exploded")).ExitCode);
    }

    [Fact]
    public async Task A_webhook_that_was_switched_off_is_switched_on_as_it_was()
    {
        Server.On("GET /api/webhooks", (context, _) => ContractServer.WriteAsync(context, 200, $"[{Webhook}]"));
        Server.On("PUT /api/webhooks/wh_1", (context, _) => ContractServer.WriteAsync(context, 200, Webhook.Replace("\"enabled\":false", "\"enabled\":true", StringComparison.Ordinal)));
        Assert.True(Json((await RunAsync("webhooks", "enable", "wh_1", "--json")).Output).GetProperty("enabled").GetBoolean());
        var sent = Json(Assert.Single(Server.RequestsTo("PUT /api/webhooks/wh_1")).Text);
        Assert.Equal(("https://example.com/hook", "job.completed", "build", true), (sent.GetProperty("url").GetString(), sent.GetProperty("events")[0].GetString(), sent.GetProperty("description").GetString(), sent.GetProperty("enabled").GetBoolean()));
        Assert.Equal(2, (await RunAsync("webhooks", "enable", "wh_9")).ExitCode);
    }

    [Fact]
    public async Task Webhooks_are_listed_removed_and_their_messages_sent_again()
    {
        Server.On("GET /api/webhooks", (context, _) => ContractServer.WriteAsync(context, 200, $"[{Webhook}]"));
        Server.On("DELETE /api/webhooks/wh_1", (context, _) => ContractServer.WriteAsync(context, 204, ""));
        Server.On("GET /api/webhooks/wh_1/deliveries", (context, _) => ContractServer.WriteAsync(context, 200, $"[{Delivery("msg_1", "Failed", 500)}]"));
        Server.On("POST /api/webhooks/wh_1/deliveries/msg_1/resend", (context, _) => ContractServer.WriteAsync(context, 202, Delivery("msg_1", "Pending", 500)));

        var list = await RunAsync("webhooks", "list");
        Assert.Contains("https://example.com/hook", list.Output, StringComparison.Ordinal);
        Assert.Contains("410", list.Output, StringComparison.Ordinal);
        Assert.Equal(1, Json((await RunAsync("webhooks", "list", "--json")).Output).GetArrayLength());
        var deliveries = await RunAsync("webhooks", "deliveries", "wh_1");
        Assert.Contains("The receiver answered 500.", deliveries.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("webhooks", "resend", "wh_1", "msg_1")).ExitCode);
        Assert.Equal("wh_1", Json((await RunAsync("webhooks", "remove", "wh_1", "--json")).Output).GetProperty("removed").GetString());
        Assert.Single(Server.RequestsTo("DELETE /api/webhooks/wh_1"));
    }

    [Theory]
    [InlineData("Delivered", 204, 0)]
    [InlineData("Failed", 500, 1)]
    public async Task A_test_waits_for_the_answer(string state, int status, int exitCode)
    {
        var looks = 0;
        Server.On("POST /api/webhooks/wh_1/test", (context, _) => ContractServer.WriteAsync(context, 202, Delivery("msg_1", "Pending", null)));
        Server.On("GET /api/webhooks/wh_1/deliveries", (context, _) => ContractServer.WriteAsync(
            context, 200, $"[{Delivery("msg_0", "Failed", 500)},{(Interlocked.Increment(ref looks) < 2 ? Delivery("msg_1", "Pending", null) : Delivery("msg_1", state, status))}]"));

        var result = await RunAsync("webhooks", "test", "wh_1", "--json");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(state, Json(result.Output)[0].GetProperty("state").GetString());
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task Users_are_erased_by_administrators()
    {
        const string erasure = """{"userId":"ada","by":"root","at":"2026-05-04T09:30:00Z"}""";
        Server.On("POST /api/admin/users/ada/erase", (context, _) => ContractServer.WriteAsync(context, 202, erasure));
        Server.On("GET /api/admin/erasures", (context, _) => ContractServer.WriteAsync(context, 200, $"[{erasure}]"));

        Assert.Contains("ada", (await RunAsync("users", "erase", "ada")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("users", "erase", "ada", "--confirm", "ada", "--json")).ExitCode);
        Assert.Contains("root", (await RunAsync("users", "erasing")).Output, StringComparison.Ordinal);

        var requests = Server.RequestsTo("POST /api/admin/users/ada/erase");
        Assert.Equal("", requests[0].Text);
        Assert.Equal("ada", Json(requests[1].Text).GetProperty("confirm").GetString());
        Assert.All(requests, request => Assert.Equal("true", request.Header("X-Dev-Admin")));
    }

    [Fact]
    public async Task The_export_is_written_as_it_comes()
    {
        Server.On("GET /api/me/export", (context, _) => ContractServer.WriteAsync(context, 200, """{"me":{"userId":"ada"},"ofTheFuture":[1]}"""));
        var file = Path.Combine(Folder.Path, "me.json");

        Assert.Equal(1, Json((await RunAsync("me", "export")).Output).GetProperty("ofTheFuture").GetArrayLength());
        Assert.Equal(0, (await RunAsync("me", "export", "--out", file)).ExitCode);

        Assert.Equal("ada", Json(await File.ReadAllTextAsync(file)).GetProperty("me").GetProperty("userId").GetString());
    }

    private static string Delivery(string id, string state, int? status)
    {
        var error = status is >= 300 ? $",\"error\":\"The receiver answered {status}.\"" : "";
        var attempts = status is null ? "" : $$"""{"number":1,"at":"2026-05-04T09:30:00Z","seconds":0.1,"status":{{status}}{{error}}}""";
        return $$"""{"id":"{{id}}","webhookId":"wh_1","event":"webhook.test","createdAt":"2026-05-04T09:30:00Z","state":"{{state}}","attempts":[{{attempts}}]}""";
    }
}
