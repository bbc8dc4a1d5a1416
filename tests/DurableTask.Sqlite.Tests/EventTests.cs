using System.Text.Json;

namespace DurableTask.Sqlite.Tests;

/// <summary>External events: kept until awaited, in order, whatever the case of their names; withdrawn waits take none.</summary>
public class EventTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Events_wait_in_order_until_somebody_awaits_them(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<int, List<int>>("collector", async (context, count) =>
        {
            await context.WaitForExternalEvent<string>("start");
            var taken = new List<int>();
            while (taken.Count < count)
            {
                taken.Add(await context.WaitForExternalEvent<int>("Number"));
            }

            return taken;
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("collector", 20);
        for (var n = 0; n < 20; n++)
        {
            await kit.Client.RaiseEventAsync(id, n % 2 == 0 ? "number" : "NUMBER", n);
        }

        await kit.RestartAsync();
        await kit.Client.RaiseEventAsync(id, "START", "now");

        var taken = JsonSerializer.Deserialize<List<int>>((await kit.EndOfAsync(id)).SerializedOutput!);
        Assert.Equal(Enumerable.Range(0, 20), taken);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Of_several_waits_of_one_name_the_newest_is_served_first(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<int, string>("waits", async (context, _) =>
        {
            var first = context.WaitForExternalEvent<string>("e");
            var second = context.WaitForExternalEvent<string>("E");
            return await first + await second;
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("waits", 0);
        await kit.Client.RaiseEventAsync(id, "e", "a");
        await kit.Client.RaiseEventAsync(id, "e", "b");

        Assert.Equal("\"ba\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_withdrawn_wait_ends_as_cancelled_and_consumes_nothing(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<int, string>("withdraw", async (context, _) =>
        {
            using var stop = new CancellationTokenSource();
            var wait = context.WaitForExternalEvent<string>("answer", stop.Token);
            await context.WaitForExternalEvent<string>("give up");
            stop.Cancel();
            try
            {
                return await wait;
            }
            catch (TaskCanceledException)
            {
                var already = context.WaitForExternalEvent<string>("answer", stop.Token);
                return already.IsCanceled ? "cancelled, then " + await context.WaitForExternalEvent<string>("answer") : "not cancelled";
            }
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("withdraw", 0);
        await kit.Client.RaiseEventAsync(id, "give up");
        await kit.Client.RaiseEventAsync(id, "answer", "late");

        Assert.Equal("\"cancelled, then late\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Orchestrators_send_each_other_events(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<string, string>("pong", async (context, peer) =>
        {
            var ball = await context.WaitForExternalEvent<int>("ball");
            context.SendEvent(peer, "ball", ball + 1);
            return $"had {ball}";
        });
        kit.Orchestrator<string, int>("ping", async (context, peer) =>
        {
            context.SendEvent(peer, "Ball", 1);
            return await context.WaitForExternalEvent<int>("ball");
        });
        await kit.StartAsync();
        await kit.RunAsync("pong", "ping-1");
        await kit.RunAsync("ping", "pong-1");

        Assert.Equal("2", (await kit.EndOfAsync("ping-1")).SerializedOutput);
        Assert.Equal("\"had 1\"", (await kit.EndOfAsync("pong-1")).SerializedOutput);
    }

    [Fact]
    public async Task Events_for_unknown_and_ended_instances_are_dropped()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<string, string>("sender", (context, _) =>
        {
            context.SendEvent("nobody", "e", null!);
            return Task.FromResult("sent");
        });
        await kit.StartAsync();
        await kit.OutputOfAsync("sender", "");

        await kit.Client.RaiseEventAsync("sender-1", "e", 1);
        await kit.Client.RaiseEventAsync("nobody", "e", 1);

        Assert.Equal("\"sent\"", (await kit.GetAsync("sender-1"))!.SerializedOutput);
        Assert.Null(await kit.GetAsync("nobody"));
    }

    [Fact]
    public async Task A_payload_of_the_wrong_type_fails_the_wait_only()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, string>("typed", async (context, _) =>
        {
            try
            {
                return (await context.WaitForExternalEvent<int>("n")).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (JsonException)
            {
                return "not a number";
            }
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("typed", 0);
        await kit.Client.RaiseEventAsync(id, "n", "text");

        Assert.Equal("\"not a number\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }
}
