using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>Durable timers, on a clock that the test turns.</summary>
public class TimerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_timer_fires_when_it_is_due_and_not_before(bool replay)
    {
        var time = new FakeTimeProvider(Start);
        await using var kit = new RuntimeKit(replay) { Time = time };
        kit.Orchestrator<int, DateTime>("sleeper", async (context, hours) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(hours), CancellationToken.None);
            return context.CurrentUtcDateTime;
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("sleeper", 100);

        time.Advance(TimeSpan.FromHours(99.9));
        await kit.Client.RaiseEventAsync(id, "a round through the engine");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await kit.GetAsync(id))!.RuntimeStatus);

        time.Advance(TimeSpan.FromHours(0.1));
        Assert.Equal("\"2026-01-05T16:00:00Z\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_timer_that_came_due_while_the_host_was_down_fires_at_the_start(bool crash)
    {
        var time = new FakeTimeProvider(Start);
        await using var kit = new RuntimeKit { Time = time };
        kit.Orchestrator<int, string>("sleeper", async (context, _) =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(3), CancellationToken.None);
            return "woken";
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("sleeper", 0);
        await (crash ? kit.CrashAsync() : kit.StopAsync());
        time.Advance(TimeSpan.FromDays(4));
        await kit.StartAsync();

        Assert.Equal("\"woken\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_cancelled_timer_ends_as_cancelled_and_never_fires(bool replay)
    {
        var time = new FakeTimeProvider(Start);
        await using var kit = new RuntimeKit(replay) { Time = time };
        kit.Orchestrator<int, string>("timeout", async (context, _) =>
        {
            using var stop = new CancellationTokenSource();
            var timeout = context.CreateTimer(TimeSpan.FromMinutes(1), stop.Token);
            var answer = context.WaitForExternalEvent<string>("answer");
            if (await Task.WhenAny(answer, timeout) == timeout)
            {
                return "timed out";
            }

            stop.Cancel();
            var late = context.CreateTimer(TimeSpan.FromMinutes(1), stop.Token);
            await context.WaitForExternalEvent<string>("end");
            return $"{await answer}, {timeout.Status}, {late.Status}";
        });
        await kit.StartAsync();
        var answered = await kit.RunAsync("timeout", 0);
        await kit.TryStartAsync("timeout", 0, "silent");
        await kit.Client.RaiseEventAsync(answered, "answer", "here");
        await kit.RestartAsync();
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("\"timed out\"", (await kit.EndOfAsync("silent")).SerializedOutput);
        await kit.Client.RaiseEventAsync(answered, "end");
        Assert.Equal("\"here, Canceled, Canceled\"", (await kit.EndOfAsync(answered)).SerializedOutput);
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times()
    {
        var time = new FakeTimeProvider(Start);
        await using var kit = new RuntimeKit { Time = time };
        kit.Orchestrator<int, string>("many", async (context, _) =>
        {
            var order = "";
            async Task AfterAsync(int minutes)
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                order += minutes;
            }

            await Task.WhenAll(new[] { 5, 1, 9, 3, 7 }.Select(AfterAsync));
            return order;
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("many", 0);
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("\"13579\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Thousands_of_cancelled_timers_leave_the_running_ones_alone()
    {
        var time = new FakeTimeProvider(Start);
        await using var kit = new RuntimeKit { Time = time };
        kit.Orchestrator<int, string>("churn", async (context, count) =>
        {
            var last = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            for (var n = 0; n < count; n++)
            {
                using var stop = new CancellationTokenSource();
                _ = context.CreateTimer(TimeSpan.FromMinutes(30), stop.Token);
                stop.Cancel();
            }

            await last;
            return "on time";
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("churn", 5_000);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("\"on time\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }
}
