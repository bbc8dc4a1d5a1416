using DurableTask.Core.History;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>What clients of Durable Task can ask for beside starting and ending instances.</summary>
public class ClientTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_start_at_a_time_waits_for_it_with_the_events_that_come_before(bool crash)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = new RuntimeKit { Time = time };
        kit.Orchestrator<string, string>("waiter", async (context, input) => input + await context.WaitForExternalEvent<string>("go"));
        await kit.StartAsync();
        await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "late ", new StartOrchestrationOptions("id", time.GetUtcNow().AddHours(1)));
        await kit.Client.RaiseEventAsync("id", "go", "event");
        var started = kit.Client.WaitForInstanceStartAsync("id");
        if (crash)
        {
            await kit.CrashAndRestartAsync();
            await Assert.ThrowsAsync<DurableStoreException>(() => started);
            started = kit.Client.WaitForInstanceStartAsync("id");
        }

        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await kit.GetAsync("id"))!.RuntimeStatus);
        Assert.False(started.IsCompleted);

        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("\"late event\"", (await kit.EndOfAsync("id")).SerializedOutput);
        Assert.Equal("id", (await started).InstanceId);
    }

    [Fact]
    public async Task A_start_that_waits_for_its_time_can_be_terminated()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();
        await kit.Client.ScheduleNewOrchestrationInstanceAsync("x", null, new StartOrchestrationOptions("id", DateTimeOffset.MaxValue));
        var started = kit.Client.WaitForInstanceStartAsync("id");

        await kit.Client.TerminateInstanceAsync("id");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await started).RuntimeStatus);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Suspended_an_instance_runs_nothing_and_loses_nothing_until_it_is_resumed(bool restart)
    {
        await using var kit = new RuntimeKit(replayAtEveryEvent: restart);
        var ran = new SemaphoreSlim(0);
        kit.Activity<int, int>("work", (_, n, _) =>
        {
            ran.Release();
            return Task.FromResult(n);
        });
        kit.Orchestrator<int, string>("job", async (context, _) =>
        {
            var order = await context.WaitForExternalEvent<string>("first");
            order += await context.WaitForExternalEvent<string>("second");
            return order + await context.CallActivityAsync<int>("work", 3);
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("job", 0);
        await kit.Client.SuspendInstanceAsync(id, "lunch");
        await kit.Client.RaiseEventAsync(id, "second", "2");
        await kit.Client.RaiseEventAsync(id, "first", "1");
        if (restart)
        {
            await kit.RestartAsync();
        }

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await kit.GetAsync(id))!.RuntimeStatus);
        Assert.Equal(0, ran.CurrentCount);

        await kit.Client.ResumeInstanceAsync(id);
        Assert.Equal("\"123\"", (await kit.EndOfAsync(id)).SerializedOutput);
        await kit.Client.SuspendInstanceAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await kit.GetAsync(id))!.RuntimeStatus);
    }

    [Fact]
    public async Task Tags_and_versions_are_kept_and_seen()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, string>("versioned", (context, _) => Task.FromResult($"{context.Version} {context.CompareVersionTo("1.9.0")}"));
        await kit.StartAsync();
        await kit.Client.ScheduleNewOrchestrationInstanceAsync("versioned", 0, new StartOrchestrationOptions("id")
        {
            Tags = new Dictionary<string, string> { ["team"] = "blue" },
            Version = "2.0.0",
        });

        var end = await kit.EndOfAsync("id");
        Assert.Equal("\"2.0.0 1\"", end.SerializedOutput);
        Assert.Equal("blue", end.Tags["team"]);
    }

    [Theory]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "1.0.0", false)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, "2.0.0", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "1.0.0", true)]
    [InlineData(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, "3.0.0", false)]
    public async Task What_is_not_of_the_workers_version_waits_with_all_its_events_for_a_worker_that_is(
        DurableTaskWorkerOptions.VersionMatchStrategy strategy, string version, bool runs)
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, string>("job", async (context, _) => await context.WaitForExternalEvent<string>("a") + await context.WaitForExternalEvent<string>("b"));
        kit.Configure = worker => worker.UseVersioning(new() { Version = "2.0.0", MatchStrategy = strategy });
        await kit.StartAsync();
        await kit.Client.ScheduleNewOrchestrationInstanceAsync("job", 0, new StartOrchestrationOptions("id") { Version = version });
        await kit.Client.RaiseEventAsync("id", "a", "1");
        Assert.Equal(runs ? OrchestrationRuntimeStatus.Running : OrchestrationRuntimeStatus.Pending, (await kit.GetAsync("id"))!.RuntimeStatus);

        kit.Configure = worker => worker.UseVersioning(new() { Version = version, MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.Strict });
        await kit.CrashAndRestartAsync();
        // And back, in the middle of it: a worker of another version leaves it alone, too.
        kit.Configure = worker => worker.UseVersioning(new() { Version = "9.9.9", MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.Strict });
        await kit.RestartAsync();
        await kit.Client.RaiseEventAsync("id", "b", "2");
        Assert.False((await kit.GetAsync("id"))!.IsCompleted);
        kit.Configure = _ => { };
        await kit.RestartAsync();

        Assert.Equal("\"12\"", (await kit.EndOfAsync("id")).SerializedOutput);
    }

    [Fact]
    public async Task What_the_workers_filter_refuses_waits_for_a_worker_without_it()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("job", (_, n) => Task.FromResult(n));
#pragma warning disable CS0618 // Experimental in Durable Task, and part of its surface.
        kit.Configure = worker => worker.UseOrchestrationFilter(new TeamFilter("red"));
#pragma warning restore CS0618
        await kit.StartAsync();
        Task<string> Start(string team) => kit.Client.ScheduleNewOrchestrationInstanceAsync(
            "job", 1, new StartOrchestrationOptions(team) { Tags = new Dictionary<string, string> { ["team"] = team } });
        await Start("red");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await kit.EndOfAsync(await Start("blue"))).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await kit.GetAsync("red"))!.RuntimeStatus);

        kit.Configure = _ => { };
        await kit.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await kit.EndOfAsync("red")).RuntimeStatus);
    }

    [Fact]
    public async Task A_worker_told_to_fail_other_versions_does()
    {
        await using var kit = new RuntimeKit();
        kit.Configure = worker => worker.UseVersioning(new()
        {
            Version = "2",
            MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.Strict,
            FailureStrategy = DurableTaskWorkerOptions.VersionFailureStrategy.Fail,
        });
        kit.Orchestrator<int, int>("job", (_, n) => Task.FromResult(n));
        await kit.StartAsync();

        Assert.Equal("VersionMismatch", (await kit.EndOfAsync(await kit.RunAsync("job", 0))).FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task A_restart_runs_an_ended_instance_from_the_beginning_with_its_input()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<string, string>("waiter", async (context, input) => input + await context.WaitForExternalEvent<string>("go"));
        await kit.StartAsync();
        var id = await kit.RunAsync("waiter", "x");
        await Assert.ThrowsAsync<InvalidOperationException>(() => kit.Client.RestartAsync(id));
        await kit.Client.RaiseEventAsync(id, "go", "1");
        await kit.EndOfAsync(id);

        Assert.Equal(id, await kit.Client.RestartAsync(id));
        await kit.Client.RaiseEventAsync(id, "go", "2");
        Assert.Equal("\"x2\"", (await kit.EndOfAsync(id)).SerializedOutput);
        var other = await kit.Client.RestartAsync(id, restartWithNewInstanceId: true);
        Assert.NotEqual(id, other);
        await kit.Client.RaiseEventAsync(other, "go", "3");
        Assert.Equal("\"x3\"", (await kit.EndOfAsync(other)).SerializedOutput);
        await Assert.ThrowsAsync<ArgumentException>(() => kit.Client.RestartAsync("nobody"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_rewound_instance_runs_its_failed_task_again_and_nothing_else(bool crash)
    {
        await using var kit = new RuntimeKit();
        var (good, bad, broken) = (0, 0, true);
        kit.Activity<int, int>("good", (_, n, _) => Task.FromResult(n + Interlocked.Increment(ref good)));
        kit.Activity<int, int>("bad", (_, n, _) =>
        {
            Interlocked.Increment(ref bad);
            return broken ? throw new InvalidOperationException("broken") : Task.FromResult(n);
        });
        kit.Orchestrator<int, int>("child", (context, n) => context.CallActivityAsync<int>("bad", n));
        kit.Orchestrator<int, int>("parent", async (context, n) =>
        {
            var first = await context.CallActivityAsync<int>("good", n);
            var second = context.CallSubOrchestratorAsync<int>("child", 10, new SubOrchestrationOptions(instanceId: "c"));
            var third = context.CallActivityAsync<int>("good", 100);
            return first + (await Task.WhenAll(second, third)).Sum();
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("parent", 0);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await kit.EndOfAsync(id)).RuntimeStatus);
        broken = false;

        await kit.Client.RewindInstanceAsync(id, "mended");
        if (crash)
        {
            await kit.CrashAndRestartAsync();
        }

        Assert.Equal("113", (await kit.EndOfAsync(id)).SerializedOutput);
        Assert.Equal(2, good);
        Assert.InRange(bad, 2, crash ? 3 : 2);
        await Assert.ThrowsAsync<InvalidOperationException>(() => kit.Client.RewindInstanceAsync(id, "again"));
        await Assert.ThrowsAsync<ArgumentException>(() => kit.Client.RewindInstanceAsync("nobody", "x"));
    }

    [Fact]
    public async Task A_history_is_told_in_the_terms_of_durable_task()
    {
        await using var kit = new RuntimeKit();
        kit.Activity<int, int>("work", (_, n, _) => Task.FromResult(n));
        kit.Orchestrator<int, int>("job", async (context, n) =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return await context.CallActivityAsync<int>("work", n);
        });
        await kit.StartAsync();
        await kit.OutputOfAsync("job", 7);

        var history = await kit.Client.GetOrchestrationHistoryAsync("job-1");

        EventType[] expected =
        [
            EventType.ExecutionStarted, EventType.TimerCreated, EventType.TimerFired,
            EventType.TaskScheduled, EventType.TaskCompleted, EventType.ExecutionCompleted,
        ];
        Assert.Equal(expected, history.Select(e => e.EventType).Where(type => type != EventType.OrchestratorStarted));
        Assert.Equal("7", history.OfType<TaskCompletedEvent>().Single().Result);
        Assert.Equal(history.Select(e => e.Timestamp).Order(), history.Select(e => e.Timestamp));
        await Assert.ThrowsAsync<ArgumentException>(() => kit.Client.GetOrchestrationHistoryAsync("nobody"));
    }

    [Fact]
    public async Task Ended_instances_are_listed_by_the_time_of_their_end()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = new RuntimeKit { Time = time };
        kit.Orchestrator<int, int>("echo", (_, n) => n < 0 ? throw new InvalidOperationException() : Task.FromResult(n));
        await kit.StartAsync();
        for (var n = 0; n < 5; n++)
        {
            await kit.TryStartAsync("echo", n == 2 ? -1 : n, $"e{n}");
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var page = await kit.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Completed], pageSize: 3);
        Assert.Equal(["e0", "e1", "e3"], page.Values);
        page = await kit.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Completed], pageSize: 3, lastInstanceKey: page.ContinuationToken);
        Assert.Equal(["e4"], page.Values);
        page = await kit.Client.ListInstanceIdsAsync(completedTimeFrom: time.GetUtcNow().AddMinutes(-3), completedTimeTo: time.GetUtcNow().AddMinutes(-2));
        Assert.Equal(["e2", "e3"], page.Values);
    }

    [Fact]
    public async Task Ids_of_entities_are_not_ids_of_orchestrations()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => kit.TryStartAsync("x", null, "@ledger@k"));
        await Assert.ThrowsAsync<ArgumentException>(() => kit.Client.RaiseEventAsync("@ledger@k", "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => kit.GetAsync("@ledger@k"));
    }
}
