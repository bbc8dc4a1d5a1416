namespace TransVox.Cli.Tests;

public sealed class AdminCommandTests : CliTest
{
    private const string Limits =
        """{"version":7,"maxGlobalJobs":3,"maxJobsPerUser":1,"queueTimeout":3600,"enablePriority":false,"maxQueueSize":100,"policy":"Fair","ofTheFuture":{"a":1},"pools":{"default":{"capacity":3,"mode":"Active"}},"users":{"ana":{"maxJobs":2,"weight":null}}}""";

    [Fact]
    public async Task Limits_are_changed_on_the_version_that_was_read_and_unknown_members_survive()
    {
        ServeLimits();
        Server.On("PUT /api/admin/limits", (context, request) => ContractServer.WriteAsync(context, 200, request.Text));

        var result = await RunAsync("limits", "set", "max_global_jobs=5", "EnablePriority=true", "policy=fifo", "--json");

        Assert.Equal(0, result.ExitCode);
        var request = Assert.Single(Server.RequestsTo("PUT /api/admin/limits"));
        Assert.Equal("\"7\"", request.Header("If-Match"));
        Assert.Equal("true", request.Header("X-Dev-Admin"));
        var sent = Json(request.Text);
        Assert.Equal(5, sent.GetProperty("maxGlobalJobs").GetInt32());
        Assert.True(sent.GetProperty("enablePriority").GetBoolean());
        Assert.Equal("Fifo", sent.GetProperty("policy").GetString());
        Assert.Equal(1, sent.GetProperty("ofTheFuture").GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task When_another_admin_was_faster_the_change_is_made_on_theirs()
    {
        ServeLimits();
        var attempts = 0;
        Server.On("PUT /api/admin/limits", (context, request) => Interlocked.Increment(ref attempts) == 1
            ? ContractServer.ProblemAsync(context, 412, "precondition_failed", "Changed meanwhile.")
            : ContractServer.WriteAsync(context, 200, request.Text));

        Assert.Equal(0, (await RunAsync("limits", "set", "queue_timeout=60")).ExitCode);

        Assert.Equal(2, Server.RequestsTo("GET /api/admin/limits").Count);
    }

    [Theory]
    [InlineData("max_global_jobs=many", "takes a number")]
    [InlineData("enable_priority=perhaps", "true or false")]
    [InlineData("max_cats=9", "There is no limit 'max_cats'. There are: max_global_jobs")]
    [InlineData("users=1", "There is no limit")]
    [InlineData("nonsense", "NAME=VALUE")]
    public async Task A_wrong_limit_is_exit_code_2_and_changes_nothing(string assignment, string message)
    {
        ServeLimits();

        var result = await RunAsync("limits", "set", assignment);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Empty(Server.RequestsTo("PUT /api/admin/limits"));
    }

    [Fact]
    public async Task Limits_are_shown_with_the_names_of_the_configuration()
    {
        ServeLimits();

        var result = await RunAsync("limits");

        Assert.Contains("max_global_jobs", result.Output, StringComparison.Ordinal);
        Assert.Contains("max_jobs=2", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_keys_pools_and_the_quarantine_reach_their_endpoints()
    {
        Server.OnJson("PUT /api/admin/users/ana", 200, Limits);
        Server.OnJson("DELETE /api/admin/users/ana", 200, Limits);
        Server.OnJson("POST /api/admin/keys", 201, """{"keyId":"k1","key":"tvk_once"}""");
        Server.OnJson("GET /api/admin/keys", 200, """[{"keyId":"k1","userId":"ana","admin":true,"note":"ci"}]""");
        Server.On("DELETE /api/admin/keys/k1", (context, _) =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        Server.OnJson("POST /api/admin/pools/default/drain", 200, """{"name":"default","capacity":3,"inUse":1,"mode":"Draining"}""");
        Server.OnJson("GET /api/admin/quarantine", 200, """[{"jobId":"j5","userId":"ana","fileName":"bad.mp4","at":"2026-01-01T10:00:00Z","reason":"crashed 3 times"}]""");
        Server.OnJson("POST /api/admin/quarantine/j5/release", 202, Job("j6", "QueuedUser"));
        Server.OnJson("POST /api/admin/reap", 200, """{"leasesChecked":2,"returned":["t1"],"resent":[],"placesFreed":[]}""");
        Server.OnJson("GET /api/admin/audit", 200, """[{"at":"2026-01-01T10:00:00Z","by":"root","action":"limits","details":"max_global_jobs 3 to 5"}]""");

        Assert.Equal(0, (await RunAsync("users", "set", "ana", "--max-jobs", "4", "--weight", "2.5")).ExitCode);
        Assert.Equal(0, (await RunAsync("users", "reset", "ana")).ExitCode);
        Assert.Equal("tvk_once", (await RunAsync("keys", "add", "ana", "--admin", "--note", "ci")).Output.Split('\n')[0]);
        Assert.Contains("ana", (await RunAsync("keys", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("keys", "revoke", "k1")).ExitCode);
        Assert.Contains("Draining", (await RunAsync("pool", "drain")).Output, StringComparison.Ordinal);
        Assert.Contains("crashed 3 times", (await RunAsync("quarantine")).Output, StringComparison.Ordinal);
        Assert.Contains("j6", (await RunAsync("quarantine", "release", "j5")).Output, StringComparison.Ordinal);
        Assert.Contains("1 returned", (await RunAsync("reap")).Output, StringComparison.Ordinal);
        Assert.Contains("max_global_jobs 3 to 5", (await RunAsync("audit")).Output, StringComparison.Ordinal);
        Assert.Equal("""{"maxJobs":4,"weight":2.5}""", Assert.Single(Server.RequestsTo("PUT /api/admin/users/ana")).Text);
        Assert.Equal("""{"userId":"ana","admin":true,"note":"ci"}""", Assert.Single(Server.RequestsTo("POST /api/admin/keys")).Text);
    }

    private void ServeLimits() => Server.On("GET /api/admin/limits", (context, _) =>
    {
        context.Response.Headers.ETag = "\"7\"";
        return ContractServer.WriteAsync(context, 200, Limits);
    });
}
