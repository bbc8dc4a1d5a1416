
namespace DurableTask.Sqlite.Tests;

/// <summary>Replay: rebuilt from history when it must be, and a clear failure when the code no longer fits.</summary>
public class ReplayTests
{
    [Fact]
    public async Task Instances_stay_in_memory_between_events_and_are_not_replayed()
    {
        await using var kit = new RuntimeKit();
        CountEvents(kit);
        await kit.StartAsync();
        var id = await kit.RunAsync("count", 50);
        for (var n = 0; n < 50; n++)
        {
            await kit.Client.RaiseEventAsync(id, "tick");
        }

        Assert.Equal("50", (await kit.EndOfAsync(id)).SerializedOutput);
        Assert.Equal(0, kit.Counters.Replays);
    }

    [Fact]
    public async Task Beyond_the_cap_instances_leave_memory_and_are_replayed_when_something_comes()
    {
        await using var kit = new RuntimeKit();
        kit.Options.MaxInstancesInMemory = 3;
        CountEvents(kit);
        await kit.StartAsync();
        var ids = Enumerable.Range(0, 30).Select(n => $"i{n}").ToArray();
        foreach (var id in ids)
        {
            await kit.TryStartAsync("count", 3, id);
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var id in ids)
            {
                await kit.Client.RaiseEventAsync(id, "tick");
            }
        }

        var ends = await Task.WhenAll(ids.Select(kit.EndOfAsync));
        Assert.All(ends, end => Assert.Equal("3", end.SerializedOutput));
        Assert.True(kit.Counters.Replays >= 60, $"{kit.Counters.Replays} replays");
    }

    [Fact]
    public async Task The_flag_tells_a_replay()
    {
        await using var kit = new RuntimeKit();
        var flags = new List<bool>();
        kit.Orchestrator<int, int>("flags", async (context, n) =>
        {
            lock (flags)
            {
                flags.Add(context.IsReplaying);
            }

            await context.WaitForExternalEvent<string>("go");
            Assert.False(context.IsReplaying);
            return n;
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("flags", 1);
        await kit.CrashAndRestartAsync();
        await kit.Client.RaiseEventAsync(id, "go");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await kit.EndOfAsync(id)).RuntimeStatus);
        Assert.Equal([false, true], flags);
    }

    [Theory]
    [InlineData("other activity")]
    [InlineData("timer instead")]
    [InlineData("more")]
    [InlineData("less")]
    [InlineData("ends early")]
    [InlineData("other entity")]
    public async Task Code_that_no_longer_does_what_the_history_says_fails_the_instance_and_says_so(string change)
    {
        await using var kit = new RuntimeKit();
        kit.Activity<int, int>("a", (_, n, _) => Task.FromResult(n));
        kit.Activity<int, int>("b", (_, n, _) => Task.FromResult(n));
        kit.Orchestrator<int, int>("changing", async (context, n) => await StepsAsync(context, n, ""));
        await kit.StartAsync();
        var id = await kit.RunAsync("changing", 1);
        await Eventually.TrueAsync(async () => (await kit.GetAsync(id))!.SerializedCustomStatus == "\"waiting\"", "the first half ran");
        await kit.StopAsync();
        kit.Orchestrator<int, int>("changing", async (context, n) => await StepsAsync(context, n, change));
        await kit.StartAsync();
        await kit.Client.RaiseEventAsync(id, "go");

        var end = await kit.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("'changing' is not deterministic", end.FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_whose_orchestrator_is_gone_fails_and_says_so()
    {
        await using var kit = new RuntimeKit();
        CountEvents(kit);
        await kit.StartAsync();
        var id = await kit.RunAsync("count", 1);
        await kit.StopAsync();
        kit.Forget("count");
        await kit.StartAsync();
        await kit.Client.RaiseEventAsync(id, "tick");

        Assert.Contains("No orchestrator task named 'count'", (await kit.EndOfAsync(id)).FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Awaiting_something_that_is_not_durable_fails_the_instance_and_says_so(bool useContextAfterwards)
    {
        await using var kit = new RuntimeKit();
        var outside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        kit.Activity<int, int>("a", (_, n, _) => Task.FromResult(n));
        kit.Orchestrator<int, int>("impure", async (context, n) =>
        {
            if (useContextAfterwards)
            {
                await outside.Task.ConfigureAwait(false);
                return await context.CallActivityAsync<int>("a", n);
            }

            await outside.Task;
            return n;
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("impure", 1);
        outside.SetResult();

        Assert.Contains("is not deterministic", (await kit.EndOfAsync(id)).FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }

    private static async Task<int> StepsAsync(TaskOrchestrationContext context, int n, string change)
    {
        if (change == "ends early")
        {
            return 0;
        }

        await (change == "timer instead"
            ? context.CreateTimer(TimeSpan.FromTicks(1), CancellationToken.None)
            : context.CallActivityAsync<int>(change == "other activity" ? "b" : "a", n));
        if (change != "less")
        {
            await context.Entities.CallEntityAsync<int>(LedgerEntity.Id(change == "other entity" ? "y" : "x"), "Add", "1");
        }

        if (change == "more")
        {
            await context.Entities.SignalEntityAsync(LedgerEntity.Id("x"), "Add", "2");
        }

        context.SetCustomStatus("waiting");
        await context.WaitForExternalEvent<string>("go");
        return n;
    }

    private static void CountEvents(RuntimeKit kit) => kit.Orchestrator<int, int>("count", async (context, until) =>
    {
        var count = 0;
        while (count < until)
        {
            await context.WaitForExternalEvent<string>("tick");
            count++;
        }

        return count;
    });
}
