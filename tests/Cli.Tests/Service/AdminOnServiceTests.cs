using System.Text.Json;

namespace TransVox.Cli.Tests.Service;

/// <summary>Limits, keys and refusals of the real host, with the exit codes of docs/cli.md.</summary>
public sealed class AdminOnServiceTests(RealService service) : RealServiceTest(service)
{
    [Fact]
    public async Task Limits_that_are_set_hold_at_once_and_a_full_queue_is_exit_code_4()
    {
        var before = await JsonAsync(0, "limits");
        await JsonAsync(0, "pool", "pause");
        try
        {
            var changed = await JsonAsync(0, "limits", "set", "max_queue_size=1");
            Assert.Equal(1, changed.GetProperty("maxQueueSize").GetInt32());
            Assert.True(changed.GetProperty("version").GetInt64() > before.GetProperty("version").GetInt64());
            var first = await SubmitAsync(Plan("waits"));

            var refused = await JsonAsync(4, "submit", Video(Plan("refused")), "--to", "es");

            var error = refused.GetProperty("jobs")[0].GetProperty("error");
            Assert.Equal("queue_full", error.GetProperty("code").GetString());
            Assert.True(error.GetProperty("retryAfterSeconds").GetDouble() > 0);
            await Caller.WaitForStateAsync(first, null, "QueuedGpu");
            var queue = await JsonAsync(0, "queue");
            Assert.Equal("Paused", queue.GetProperty("pools")[0].GetProperty("mode").GetString());
            Assert.Equal(first, Assert.Single(queue.GetProperty("waiting").EnumerateArray()).GetProperty("jobId").GetString());
            Assert.Equal(0, (await RunAsync("cancel", first)).ExitCode);
        }
        finally
        {
            await RunAsync("limits", "set", $"max_queue_size={before.GetProperty("maxQueueSize").GetInt32()}");
            await RunAsync("pool", "resume");
        }
    }

    [Fact]
    public async Task A_key_is_made_used_and_refused_once_it_is_revoked()
    {
        var made = await JsonAsync(0, "keys", "add", User, "--note", "of a test");
        var identity = new Dictionary<string, string?> { ["TRANSVOX_KEY"] = made.GetProperty("key").GetString(), ["TRANSVOX_USER"] = null };

        var me = await RunWithAsync(new(identity), "me", "--json");
        var submitted = await RunWithAsync(new(identity), "submit", Video(Plan("keyed")), "--to", "es", "--watch", "--json");

        Assert.Equal(User, JsonDocument.Parse(me.Output).RootElement.GetProperty("userId").GetString());
        Assert.Equal(0, submitted.ExitCode);
        Assert.Equal(6, (await RunWithAsync(new(identity), "limits", "set", "max_queue_size=5")).ExitCode);
        var revoked = await JsonAsync(0, "keys", "revoke", made.GetProperty("keyId").GetString()!);
        Assert.Equal(made.GetProperty("keyId").GetString(), revoked.GetProperty("revoked").GetString());
        var refused = await RunWithAsync(new(identity), "me", "--json");
        Assert.Equal(6, refused.ExitCode);
        Assert.Equal("unauthorized", CodeOf(JsonDocument.Parse(refused.Errors).RootElement));
    }

    [Fact]
    public async Task Refusals_have_their_exit_codes()
    {
        Assert.Equal("not_found", CodeOf(await JsonAsync(3, "show", $"{User}.nothing")));
        var refused = await JsonAsync(2, "submit", Video(Plan("nowhere")), "--to", "xx");
        Assert.Equal("unsupported_language", refused.GetProperty("jobs")[0].GetProperty("error").GetProperty("code").GetString());
        var rejected = await JsonAsync(1, "submit", Video(Plan("mute").With("Probe", "exit", 1).With("Probe", "code", "no_audio")), "--to", "es", "--watch");
        Assert.Equal("Rejected", rejected.GetProperty("jobs")[0].GetProperty("job").GetProperty("state").GetString());
        Assert.True((await JsonAsync(0, "languages")).GetProperty("canChooseVoice").GetBoolean());
    }

    [Fact]
    public async Task A_user_gets_limits_of_its_own_and_sees_them()
    {
        Assert.Equal(0, (await RunAsync("users", "set", User, "--max-jobs", "2", "--weight", "3")).ExitCode);

        var me = await JsonAsync(0, "me");

        Assert.Equal((2, 3.0), (me.GetProperty("maxJobs").GetInt32(), me.GetProperty("weight").GetDouble()));
        Assert.Equal(0, (await RunAsync("users", "reset", User)).ExitCode);
    }
}
