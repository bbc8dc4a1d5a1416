using TransVox.LocalHost.Tests.Durable.Support;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Tests.Durable;

/// <summary>Start, terminate, purge and query, as clients see them.</summary>
public class LifecycleTests
{
    [Fact]
    public async Task An_id_is_started_once_however_often_it_is_asked_for()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();

        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", $"{n}", "same")));
        Assert.Single(started, true);
        await kit.RestartAsync();
        Assert.False(await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "x", "same"));
        await kit.Client.RaiseEventAsync("same", "go");
        Assert.Equal("\"0\"", (await kit.EndOfAsync("same")).SerializedOutput);
        Assert.False(await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "x", "same"));
    }

    [Fact]
    public async Task Starting_an_orchestrator_that_nobody_registered_is_an_error_at_the_call()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => kit.Client.ScheduleNewOrchestrationInstanceAsync("nothing", null, "x"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Terminating_ends_an_instance_at_once_and_late_results_change_nothing(bool restart)
    {
        await using var kit = new RuntimeKit();
        var release = new TaskCompletionSource();
        var ran = new TaskCompletionSource();
        kit.Activity<int, int>("slow", async (_, n, stop) =>
        {
            await release.Task.WaitAsync(stop);
            ran.SetResult();
            return n;
        });
        kit.Orchestrator<int, int>("job", async (context, n) =>
        {
            _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return await context.CallActivityAsync<int>("slow", n);
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("job", 1);
        if (restart)
        {
            await kit.RestartAsync();
        }

        var end = kit.EndOfAsync(id);
        await kit.Client.TerminateInstanceAsync(id, "not wanted");
        Assert.Equal(InstanceStatus.Terminated, (await end).Status);
        Assert.Equal("not wanted", (await end).FailureMessage);

        release.SetResult();
        await ran.Task.WaitAsync(RuntimeKit.Patience);
        await kit.RestartAsync();
        await kit.Client.TerminateInstanceAsync(id, "again");
        Assert.Equal("not wanted", (await kit.Client.GetInstanceAsync(id))!.FailureMessage);
        await kit.Client.TerminateInstanceAsync("unknown");
    }

    [Fact]
    public async Task Purging_deletes_ended_instances_only_and_frees_their_ids()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        Assert.False(await kit.Client.PurgeInstanceAsync("waiter-1"));
        var id = await kit.RunAsync("waiter", "first");
        Assert.False(await kit.Client.PurgeInstanceAsync(id));

        // Without waiting in between: the end and the purge race through the same batches.
        var go = kit.Client.RaiseEventAsync(id, "go");
        var purge = kit.Client.PurgeInstanceAsync(id);
        var second = kit.Client.PurgeInstanceAsync(id);
        await go;
        Assert.Single(new[] { await purge, await second }, true);
        Assert.Null(await kit.Client.GetInstanceAsync(id));

        Assert.True(await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "second", id));
        await kit.Client.RaiseEventAsync(id, "go");
        Assert.Equal("\"second\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Purge_and_restart_of_an_id_at_the_same_moment_end_consistently()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        for (var round = 0; round < 30; round++)
        {
            await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", $"{round}", "id");
            await kit.Client.RaiseEventAsync("id", "go");
            await kit.EndOfAsync("id");
            var purge = kit.Client.PurgeInstanceAsync("id");
            var start = kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "new", "id");
            Assert.True(await purge);
            Assert.True(await start);
            await kit.Client.RaiseEventAsync("id", "go");
            Assert.Equal("\"new\"", (await kit.EndOfAsync("id")).SerializedOutput);
            Assert.True(await kit.Client.PurgeInstanceAsync("id"));
        }
    }

    [Fact]
    public async Task Retention_deletes_what_ended_before_a_time()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = WithWaiter(new RuntimeKit { Time = time });
        await kit.StartAsync();
        var old = Enumerable.Range(0, 450).Select(n => $"old-{n}").ToArray();
        await Task.WhenAll(old.Select(id => kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", id, id)));
        await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "", "old-but-running");
        await Task.WhenAll(old.Select(id => kit.Client.RaiseEventAsync(id, "go")));
        await Task.WhenAll(old.Select(kit.EndOfAsync));
        time.Advance(TimeSpan.FromDays(30));
        await kit.RunAsync("waiter", "new");
        await kit.Client.RaiseEventAsync("waiter-1", "go");
        await kit.EndOfAsync("waiter-1");

        Assert.Equal(450, await kit.Runtime.PurgeEndedInstancesAsync(time.GetUtcNow().AddDays(-7)));

        var left = await kit.Client.QueryInstancesAsync(new InstanceQuery());
        Assert.Equal(["waiter-1", "old-but-running"], left.Instances.Select(i => i.InstanceId));
    }

    [Fact]
    public async Task Queries_filter_by_prefix_status_and_time_and_page_newest_first()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = WithWaiter(new RuntimeKit { Time = time });
        await kit.StartAsync();
        for (var n = 0; n < 25; n++)
        {
            await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "in", $"{(n % 2 == 0 ? "a_" : "b%")}{n:00}");
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await kit.Client.RaiseEventAsync("a_10", "go");
        await kit.EndOfAsync("a_10");
        await kit.Client.TerminateInstanceAsync("b%11");

        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await kit.Client.QueryInstancesAsync(new InstanceQuery(InstanceIdPrefix: "a_", PageSize: 5, ContinuationToken: token));
            Assert.True(page.Instances.Count <= 5);
            seen.AddRange(page.Instances.Select(i => i.InstanceId));
            token = page.ContinuationToken;
        }
        while (token is not null);
        Assert.Equal(Enumerable.Range(0, 13).Reverse().Select(n => $"a_{2 * n:00}"), seen);

        async Task<IEnumerable<string>> IdsAsync(InstanceQuery query) => (await kit.Client.QueryInstancesAsync(query)).Instances.Select(i => i.InstanceId);
        Assert.Equal(["b%11", "a_10"], await IdsAsync(new InstanceQuery(Statuses: [InstanceStatus.Completed, InstanceStatus.Terminated])));
        Assert.Equal(23, (await IdsAsync(new InstanceQuery(Statuses: [InstanceStatus.Pending, InstanceStatus.Running]))).Count());
        Assert.Empty(await IdsAsync(new InstanceQuery(Statuses: [])));
        var noon = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(["b%05", "a_04"], await IdsAsync(new InstanceQuery(CreatedFrom: noon.AddMinutes(4), CreatedTo: noon.AddMinutes(5))));
        Assert.Empty(await IdsAsync(new InstanceQuery(InstanceIdPrefix: "A_")));
        var bare = await kit.Client.QueryInstancesAsync(new InstanceQuery(FetchInputsAndOutputs: false, PageSize: 1));
        Assert.Null(bare.Instances[0].SerializedInput);
        await Assert.ThrowsAsync<ArgumentException>(() => kit.Client.QueryInstancesAsync(new InstanceQuery(ContinuationToken: "x")));
    }

    [Fact]
    public async Task Waiting_for_an_end_can_be_given_up_and_an_unknown_id_is_an_error()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        var id = await kit.RunAsync("waiter", "x");
        using var stop = new CancellationTokenSource();
        var wait = kit.Client.WaitForInstanceCompletionAsync(id, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => kit.Client.WaitForInstanceCompletionAsync("unknown"));
        await kit.Client.RaiseEventAsync(id, "go");
        Assert.Equal(InstanceStatus.Completed, (await kit.EndOfAsync(id)).Status);
        Assert.Equal(InstanceStatus.Completed, (await kit.EndOfAsync(id)).Status);
    }

    [Fact]
    public async Task After_the_stop_calls_are_refused()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        var id = await kit.RunAsync("waiter", "x");
        var wait = kit.Client.WaitForInstanceCompletionAsync(id);
        await kit.StopAsync();

        await Assert.ThrowsAsync<LocalHost.Durable.DurableStoreException>(() => wait);
        await Assert.ThrowsAsync<LocalHost.Durable.DurableStoreException>(() => kit.Client.RaiseEventAsync(id, "go"));
        Assert.False(kit.Runtime.IsRunning);
    }

    private static RuntimeKit WithWaiter(RuntimeKit kit)
    {
        kit.Orchestrator<string, string>("waiter", async (context, input) =>
        {
            await context.WaitForExternalEvent<string>("go");
            return input;
        });
        return kit;
    }
}
