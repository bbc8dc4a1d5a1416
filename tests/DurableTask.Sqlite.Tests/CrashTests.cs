using System.Collections.Concurrent;
using System.Text.Json;
using DurableTask.Sqlite.Engine;

namespace DurableTask.Sqlite.Tests;

/// <summary>
/// A workload with everything in it is killed at each crash point it reaches, one after the other, and goes on from the
/// store: every entity operation is there exactly once, no event is lost, every activity ran.
/// </summary>
public class CrashTests
{
    private static readonly string[] Workers = ["w0", "w1", "w2"];

    [Theory]
    [InlineData("default")]
    [InlineData("replay at every event")]
    [InlineData("chains cut in the middle")]
    [InlineData("nothing kept in memory, entities as logs")]
    public async Task Killed_at_every_crash_point_the_workload_completes_with_every_effect_once(string variant)
    {
        var crashes = new HashSet<CrashPoint>();
        var rounds = 0;
        for (var point = 1; await RunAsync(variant, point) is { } crashed; point++)
        {
            crashes.Add(crashed);
            rounds++;
        }

        Assert.Equal(Enum.GetValues<CrashPoint>().Order(), crashes.Order());
        Assert.True(rounds >= 16, $"only {rounds} crash points were reached");
    }

    [Fact]
    public async Task Chains_that_are_cut_are_stored_and_go_on_after_a_crash()
    {
        await using var kit = Kit("chains cut in the middle");
        await kit.StartAsync();
        await DriveAsync(kit);
        await AssertDoneAsync(kit);
        Assert.True(kit.Counters.StoredMessages > 0);
    }

    [Theory, InlineData(3), InlineData(50_000)]
    public async Task A_crash_at_any_moment_leaves_no_call_unanswered_and_keeps_what_was_answered(int largestBatch)
    {
        for (var round = 0; round < 15; round++)
        {
            await using var kit = new RuntimeKit();
            kit.Options.LargestBatch = largestBatch;
            kit.Orchestrator<int, int>("one", (context, n) => context.Entities.CallEntityAsync<int>(LedgerEntity.Id("all"), "Add", $"{n}"));
            await kit.StartAsync();
            var calls = Enumerable.Range(0, 200).Select(n => kit.TryStartAsync("one", n, $"{n}")).ToArray();
            await calls[round * 10];
            await kit.CrashAsync();
            var answered = new List<string>();
            foreach (var (n, call) in calls.Index())
            {
                try
                {
                    Assert.True(await call.WaitAsync(RuntimeKit.Patience));
                    answered.Add($"{n}");
                }
                catch (DurableStoreException)
                {
                    // Refused or unknown: the caller asks again.
                }
            }

            await kit.StartAsync();
            var ends = await Task.WhenAll(answered.Select(kit.EndOfAsync));
            Assert.All(ends, end => Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus));
            var ledger = await kit.LedgerAsync("all");
            Assert.Subset(ledger.ToHashSet(), answered.ToHashSet());
            Assert.Equal(ledger.Count, ledger.Distinct().Count());
        }
    }

    private static async Task<CrashPoint?> RunAsync(string variant, int point)
    {
        await using var kit = Kit(variant);
        var crash = new CrashAt(point);
        kit.CrashPoints = crash;
        await kit.StartAsync();
        try
        {
            await DriveAsync(kit);
        }
        catch (DurableStoreException)
        {
            Assert.NotNull(crash.Crashed);
        }

        if (crash.Crashed is not null)
        {
            kit.CrashPoints = null;
            await kit.CrashAndRestartAsync();
            await DriveAsync(kit);
        }

        await AssertDoneAsync(kit);
        return crash.Crashed;
    }

    private static RuntimeKit Kit(string variant)
    {
        var kit = new RuntimeKit(variant == "replay at every event");
        if (variant == "chains cut in the middle")
        {
            kit.Options.LargestBatch = 3;
        }
        else if (variant == "nothing kept in memory, entities as logs")
        {
            kit.Options.MaxInstancesInMemory = 1;
            kit.Options.MaxEntitiesInMemory = 1;
            kit.Options.LargeEntityBytes = 0;
        }

        var runs = new ConcurrentDictionary<string, int>();
        kit.Activity<string, int>("work", (context, name, _) => Task.FromResult(runs.AddOrUpdate(name, 1, (_, n) => n + 1)));
        kit.Orchestrator<string, string>("worker", WorkAsync);
        kit.Orchestrator<List<string>, List<string>>("collector", CollectAsync);
        return kit;
    }

    private static async Task<string> WorkAsync(TaskOrchestrationContext context, string name)
    {
        var ledger = LedgerEntity.Id("work");
        await context.Entities.CallEntityAsync<int>(ledger, "Add", $"{name} begins");
        var go = await context.WaitForExternalEvent<string>("go");
        using var stop = new CancellationTokenSource();
        var never = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        stop.Cancel();
        var ran = await context.CallActivityAsync<int>("work", name);
        await context.Entities.SignalEntityAsync(ledger, "Add", $"{name} signals");
        try
        {
            await context.Entities.CallEntityAsync<int>(ledger, "AddThenThrow", $"{name} never");
        }
        catch (EntityOperationFailedException)
        {
            await context.Entities.CallEntityAsync<int>(ledger, "Add", $"{name} ends");
        }

        ran += await context.CallActivityAsync<int>("work", name);
        context.SendEvent("collector", "done", name);
        return $"{go} {(ran >= 3 ? "ran" : "did not run")} {never.IsCanceled}";
    }

    private static async Task<List<string>> CollectAsync(TaskOrchestrationContext context, List<string> names)
    {
        names.Add(await context.WaitForExternalEvent<string>("done"));
        if (names.Count < Workers.Length)
        {
            context.ContinueAsNew(names);
            return names;
        }

        // Anything sent twice would be here by now.
        using var stop = new CancellationTokenSource();
        var more = context.WaitForExternalEvent<string>("done", stop.Token);
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        if (more.IsCompleted)
        {
            names.Add(await more);
        }

        stop.Cancel();
        return names;
    }

    // Starting an id twice and saying go twice change nothing, so the driver may start over after a crash.
    private static async Task DriveAsync(RuntimeKit kit)
    {
        await kit.TryStartAsync("collector", new List<string>(), "collector");
        await Task.WhenAll(Workers.Select(name => kit.TryStartAsync("worker", name, name)));
        await Task.WhenAll(Workers.Select(name => kit.Client.RaiseEventAsync(name, "GO", "went")));
        await Task.WhenAll(Workers.Append("collector").Select(kit.EndOfAsync));
    }

    private static async Task AssertDoneAsync(RuntimeKit kit)
    {
        var entries = await kit.LedgerAsync("work");
        Assert.Equal(Workers.SelectMany(name => new[] { $"{name} begins", $"{name} ends", $"{name} signals" }), entries.Order());
        foreach (var name in Workers)
        {
            Assert.Equal(["begins", "signals", "ends"], entries.Where(e => e.StartsWith(name, StringComparison.Ordinal)).Select(e => e[3..]));
            Assert.Equal("\"went ran True\"", (await kit.GetAsync(name))!.SerializedOutput);
        }

        var collected = (await kit.GetAsync("collector"))!;
        Assert.True(collected.RuntimeStatus == OrchestrationRuntimeStatus.Completed, collected.FailureDetails?.ErrorMessage);
        Assert.Equal(Workers, JsonSerializer.Deserialize<string[]>(collected.SerializedOutput!)!.Order());
    }
}
