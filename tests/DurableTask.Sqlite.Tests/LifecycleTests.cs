using DurableTask.Core.Exceptions;

namespace DurableTask.Sqlite.Tests;

/// <summary>Start, terminate, purge and query, as clients see them.</summary>
public class LifecycleTests
{
    [Fact]
    public async Task An_id_is_started_once_however_often_it_is_asked_for()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();

        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => kit.TryStartAsync("waiter", $"{n}", "same")));
        Assert.Single(started, true);
        await kit.RestartAsync();
        Assert.False(await kit.TryStartAsync("waiter", "x", "same"));
        await kit.Client.RaiseEventAsync("same", "go");
        Assert.Equal("\"0\"", (await kit.EndOfAsync("same")).SerializedOutput);
        Assert.False(await kit.TryStartAsync("waiter", "x", "same"));
    }

    [Fact]
    public async Task An_orchestrator_that_nobody_registered_fails_its_instance()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();

        var end = await kit.EndOfAsync(await kit.RunAsync("nothing", null));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("OrchestratorTaskNotFound", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Without_statuses_an_id_is_free_again_when_its_instance_has_ended()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        var options = new StartOrchestrationOptions("id");
        await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "first", options);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "x", options));

        // Without waiting in between: the end and the replacement race through the same batches.
        var go = kit.Client.RaiseEventAsync("id", "go");
        await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "second", options);
        await go;
        await kit.CrashAndRestartAsync();
        await kit.Client.RaiseEventAsync("id", "go");
        Assert.Equal("\"second\"", (await kit.EndOfAsync("id")).SerializedOutput);
    }

    [Fact]
    public async Task A_running_instance_is_replaced_when_its_status_is_not_to_be_kept()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        await kit.TryStartAsync("waiter", "first", "id");

        await kit.Client.ScheduleNewOrchestrationInstanceAsync("waiter", "second", new StartOrchestrationOptions("id").WithDedupeStatuses());

        await kit.RestartAsync();
        await kit.Client.RaiseEventAsync("id", "go");
        Assert.Equal("\"second\"", (await kit.EndOfAsync("id")).SerializedOutput);
        Assert.Single((await kit.QueryAsync(new OrchestrationQuery())).Values);
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
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await end).RuntimeStatus);
        Assert.Equal("\"not wanted\"", (await end).SerializedOutput);

        release.SetResult();
        await ran.Task.WaitAsync(RuntimeKit.Patience);
        await kit.RestartAsync();
        await kit.Client.TerminateInstanceAsync(id, "again");
        Assert.Equal("\"not wanted\"", (await kit.GetAsync(id))!.SerializedOutput);
        await kit.Client.TerminateInstanceAsync("unknown");
    }

    [Fact]
    public async Task Purging_deletes_ended_instances_only_and_frees_their_ids()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        Assert.False(await kit.PurgeAsync("waiter-1"));
        var id = await kit.RunAsync("waiter", "first");
        Assert.False(await kit.PurgeAsync(id));

        // Without waiting in between: the end and the purge race through the same batches.
        var go = kit.Client.RaiseEventAsync(id, "go");
        var purge = kit.PurgeAsync(id);
        var second = kit.PurgeAsync(id);
        await go;
        Assert.Single(new[] { await purge, await second }, true);
        Assert.Null(await kit.GetAsync(id));

        Assert.True(await kit.TryStartAsync("waiter", "second", id));
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
            await kit.TryStartAsync("waiter", $"{round}", "id");
            await kit.Client.RaiseEventAsync("id", "go");
            await kit.EndOfAsync("id");
            var purge = kit.PurgeAsync("id");
            var start = kit.TryStartAsync("waiter", "new", "id");
            Assert.True(await purge);
            Assert.True(await start);
            await kit.Client.RaiseEventAsync("id", "go");
            Assert.Equal("\"new\"", (await kit.EndOfAsync("id")).SerializedOutput);
            Assert.True(await kit.PurgeAsync("id"));
        }
    }

    [Fact]
    public async Task Purging_by_filter_deletes_what_has_ended()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = WithWaiter(new RuntimeKit { Time = time });
        await kit.StartAsync();
        var old = Enumerable.Range(0, 450).Select(n => $"old-{n}").ToArray();
        await Task.WhenAll(old.Select(id => kit.TryStartAsync("waiter", id, id)));
        await kit.TryStartAsync("waiter", "", "old-but-running");
        await Task.WhenAll(old.Select(id => kit.Client.RaiseEventAsync(id, "go")));
        await Task.WhenAll(old.Select(kit.EndOfAsync));
        time.Advance(TimeSpan.FromDays(30));
        await kit.RunAsync("waiter", "new");
        await kit.Client.RaiseEventAsync("waiter-1", "go");
        await kit.EndOfAsync("waiter-1");

        var purged = await kit.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedTo: time.GetUtcNow().AddDays(-7)));
        Assert.Equal((450, true), (purged.PurgedInstanceCount, purged.IsComplete));

        var left = await kit.QueryAsync(new OrchestrationQuery());
        Assert.Equal(["waiter-1", "old-but-running"], left.Values.Select(i => i.InstanceId));
    }

    [Fact]
    public async Task Queries_filter_by_prefix_status_and_time_and_page_newest_first()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = WithWaiter(new RuntimeKit { Time = time });
        await kit.StartAsync();
        for (var n = 0; n < 25; n++)
        {
            await kit.TryStartAsync("waiter", "in", $"{(n % 2 == 0 ? "a_" : "b%")}{n:00}");
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await kit.Client.RaiseEventAsync("a_10", "go");
        await kit.EndOfAsync("a_10");
        await kit.Client.TerminateInstanceAsync("b%11");

        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await kit.QueryAsync(new OrchestrationQuery(InstanceIdPrefix: "a_", PageSize: 5, ContinuationToken: token));
            Assert.True(page.Values.Count <= 5);
            seen.AddRange(page.Values.Select(i => i.InstanceId));
            token = page.ContinuationToken;
        }
        while (token is not null);
        Assert.Equal(Enumerable.Range(0, 13).Reverse().Select(n => $"a_{2 * n:00}"), seen);

        async Task<IEnumerable<string>> IdsAsync(OrchestrationQuery query) => (await kit.QueryAsync(query)).Values.Select(i => i.InstanceId);
        Assert.Equal(["b%11", "a_10"], await IdsAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated])));
        Assert.Equal(23, (await IdsAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running]))).Count());
        var noon = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(["b%05", "a_04"], await IdsAsync(new OrchestrationQuery(CreatedFrom: noon.AddMinutes(4), CreatedTo: noon.AddMinutes(5))));
        Assert.Empty(await IdsAsync(new OrchestrationQuery(InstanceIdPrefix: "A_")));
        var bare = await kit.QueryAsync(new OrchestrationQuery(FetchInputsAndOutputs: false, PageSize: 1));
        Assert.Null(bare.Values[0].SerializedInput);
        await Assert.ThrowsAsync<ArgumentException>(() => kit.QueryAsync(new OrchestrationQuery(ContinuationToken: "x")));
    }

    [Fact]
    public async Task Waiting_for_an_end_can_be_given_up_and_an_unknown_id_is_an_error()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        var id = await kit.RunAsync("waiter", "x");
        using var stop = new CancellationTokenSource();
        var wait = kit.Client.WaitForInstanceCompletionAsync(id, cancellation: stop.Token);
        await stop.CancelAsync();

        // Exactly this type, as with other clients.
        await Assert.ThrowsAsync<OperationCanceledException>(() => wait);
        await Assert.ThrowsAsync<OperationCanceledException>(() => kit.Client.GetInstanceAsync(id, stop.Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => kit.Client.WaitForInstanceCompletionAsync("unknown"));
        await kit.Client.RaiseEventAsync(id, "go");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await kit.EndOfAsync(id)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await kit.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task After_the_stop_calls_are_refused()
    {
        await using var kit = WithWaiter(new RuntimeKit());
        await kit.StartAsync();
        var id = await kit.RunAsync("waiter", "x");
        var wait = kit.Client.WaitForInstanceCompletionAsync(id);
        await kit.StopAsync();

        await Assert.ThrowsAsync<DurableStoreException>(() => wait);
        await Assert.ThrowsAsync<DurableStoreException>(() => kit.Client.RaiseEventAsync(id, "go"));
        Assert.False(kit.Worker.IsRunning);
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
