using System.Text.Json;
using TransVox.Orchestration.Durable;
using Xunit;

namespace TransVox.Functions.Tests;

/// <summary>The port's promises, kept by the adapter over Durable Task's real worker, client and in-process host.</summary>
public sealed class AdapterTests(DurableHostFixture host) : IClassFixture<DurableHostFixture>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    [Fact]
    public async Task Input_result_and_custom_status_are_json_of_the_project()
    {
        var done = await RunAsync("EchoOrchestrator", new Note("hello", 1, DayOfWeek.Sunday));

        Assert.Equal(InstanceStatus.Completed, done.Status);
        Assert.Equal("""{"text":"hello","number":1,"day":"Sunday"}""", done.SerializedInput);
        Assert.Equal("""{"text":"working","number":0,"day":"Friday"}""", done.SerializedCustomStatus);
        var output = JsonSerializer.Deserialize<Note>(done.SerializedOutput!, DurableJson.Options)!;
        Assert.Equal(new Note("hello", 2, DayOfWeek.Sunday, done.InstanceId), output);
    }

    [Fact]
    public async Task A_failed_activity_is_the_ports_exception_with_type_and_message()
    {
        var done = await RunAsync("FailingOrchestrator", new Note("tape"));

        Assert.Equal("\"Fail|System.IO.InvalidDataException|cannot read tape\"", done.SerializedOutput);
    }

    [Fact]
    public async Task Events_are_taken_in_order_by_those_who_waited_first()
    {
        var id = await StartAsync("EventsOrchestrator", 3);
        await WaitingAsync(id);
        foreach (var text in new[] { "a", "b", "c" })
            await host.Client.RaiseEventAsync(id, "Tick", new Note(text), Soon);

        Assert.Equal("\"a,b,c\"", (await host.Client.WaitForInstanceCompletionAsync(id, Soon)).SerializedOutput);
    }

    [Fact]
    public async Task A_cancelled_wait_consumes_nothing()
    {
        var id = await StartAsync("CancelledWaitOrchestrator", "x");
        await WaitingAsync(id);
        await host.Client.RaiseEventAsync(id, "ANSWER", new Note("for the second"), Soon);

        Assert.Equal("\"True:for the second\"", (await host.Client.WaitForInstanceCompletionAsync(id, Soon)).SerializedOutput);
    }

    [Fact]
    public async Task Timers_fire_are_cancelled_and_ids_differ()
    {
        var done = await RunAsync("TimerOrchestrator", "x");

        Assert.Equal("\"True,True,True\"", done.SerializedOutput);
    }

    [Fact]
    public async Task An_event_may_carry_nothing_and_come_from_an_orchestrator()
    {
        var id = await StartAsync("IdleOrchestrator", "x");
        await WaitingAsync(id);
        await RunAsync("SenderOrchestrator", id);

        Assert.Equal("\"nothing\"", (await host.Client.WaitForInstanceCompletionAsync(id, Soon)).SerializedOutput);
    }

    [Fact]
    public async Task An_id_is_used_once_running_or_ended()
    {
        var id = await StartAsync("IdleOrchestrator", "x");
        Assert.False(await host.Client.ScheduleNewOrchestrationInstanceAsync("IdleOrchestrator", "x", id, Soon));

        await host.Client.RaiseEventAsync(id, "Wake", "up", Soon);
        await host.Client.WaitForInstanceCompletionAsync(id, Soon);
        Assert.False(await host.Client.ScheduleNewOrchestrationInstanceAsync("IdleOrchestrator", "x", id, Soon));
        Assert.Equal("\"up\"", (await host.Client.GetInstanceAsync(id, true, Soon))!.SerializedOutput);
    }

    [Fact]
    public async Task Terminate_and_purge_follow_the_port()
    {
        var id = await StartAsync("IdleOrchestrator", "x");
        await WaitingAsync(id);
        Assert.False(await host.Client.PurgeInstanceAsync(id, Soon));

        await host.Client.TerminateInstanceAsync(id, "enough", Soon);
        var ended = await host.Client.WaitForInstanceCompletionAsync(id, Soon);
        Assert.Equal(InstanceStatus.Terminated, ended.Status);
        await host.Client.TerminateInstanceAsync(id, "again", Soon);
        await host.Client.TerminateInstanceAsync("nobody-" + id, "again", Soon);

        Assert.True(await host.Client.PurgeInstanceAsync(id, Soon));
        Assert.Null(await host.Client.GetInstanceAsync(id, true, Soon));
        Assert.False(await host.Client.PurgeInstanceAsync(id, Soon));
    }

    [Fact]
    public async Task Query_filters_by_prefix_and_status()
    {
        var prefix = NewId();
        await StartAsync("IdleOrchestrator", "x", prefix + "-1");
        await WaitingAsync(prefix + "-1");
        await RunAsync("TimerOrchestrator", "x", prefix + "-2");

        var running = await host.Client.QueryInstancesAsync(new InstanceQuery(prefix, [InstanceStatus.Running]), Soon);
        Assert.Equal([prefix + "-1"], running.Instances.Select(instance => instance.InstanceId));
        var all = await host.Client.QueryInstancesAsync(new InstanceQuery(prefix), Soon);
        Assert.Equal(2, all.Instances.Count);
        Assert.Null(all.ContinuationToken);
    }

    private static string NewId() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private async Task<string> StartAsync(string name, object input, string? id = null)
    {
        id ??= NewId();
        Assert.True(await host.Client.ScheduleNewOrchestrationInstanceAsync(name, input, id, Soon));
        return id;
    }

    private async Task<InstanceMetadata> RunAsync(string name, object input, string? id = null) =>
        await host.Client.WaitForInstanceCompletionAsync(await StartAsync(name, input, id), Soon);

    // The orchestrators say when they wait.
    private async Task WaitingAsync(string id)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            if ((await host.Client.GetInstanceAsync(id, true, deadline.Token))?.SerializedCustomStatus == "\"waiting\"")
                return;
        }
        while (await poll.WaitForNextTickAsync(deadline.Token));
    }
}
