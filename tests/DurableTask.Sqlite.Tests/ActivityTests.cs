
namespace DurableTask.Sqlite.Tests;

/// <summary>Activities: as many at once as allowed, cancelled at a stop, run again after it.</summary>
public class ActivityTests
{
    [Fact]
    public async Task No_more_run_at_once_than_the_maximum_and_all_run()
    {
        await using var kit = new RuntimeKit();
        kit.MaxActivities = 3;
        var (running, most) = (0, 0);
        kit.Activity<int, int>("busy", async (_, n, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return n;
        });
        kit.Orchestrator<int, int>("many", async (context, count) =>
            (await Task.WhenAll(Enumerable.Range(1, count).Select(n => context.CallActivityAsync<int>("busy", n)))).Sum());
        await kit.StartAsync();

        Assert.Equal("5050", await kit.OutputOfAsync("many", 100));
        Assert.InRange(most, 1, 3);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_activity_that_was_running_when_the_host_went_runs_again(bool crash)
    {
        await using var kit = new RuntimeKit();
        var runs = 0;
        var first = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        kit.Activity<string, string>("work", async (context, input, stop) =>
        {
            if (Interlocked.Increment(ref runs) > 1)
            {
                return $"{context.InstanceId} {input}";
            }

            first.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            }
            finally
            {
                cancelled.SetResult();
            }

            return "";
        });
        kit.Orchestrator<string, string>("job", (context, input) => context.CallActivityAsync<string>("work", input));
        await kit.StartAsync();
        var id = await kit.RunAsync("job", "again");
        await first.Task.WaitAsync(RuntimeKit.Patience);
        await (crash ? kit.CrashAndRestartAsync() : kit.RestartAsync());
        await cancelled.Task.WaitAsync(RuntimeKit.Patience);

        Assert.Equal("\"job-1 again\"", (await kit.EndOfAsync(id)).SerializedOutput);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task An_activity_is_not_started_before_it_is_durable()
    {
        await using var kit = new RuntimeKit();
        var seen = new TaskCompletionSource<OrchestrationMetadata?>();
        kit.Activity<int, int>("look", async (context, n, stop) =>
        {
            seen.SetResult(await kit.Client.GetInstanceAsync(context.InstanceId, stop));
            return n;
        });
        kit.Orchestrator<int, int>("job", async (context, n) =>
        {
            context.SetCustomStatus("scheduled");
            return await context.CallActivityAsync<int>("look", n);
        });
        await kit.StartAsync();
        await kit.OutputOfAsync("job", 1);

        Assert.Equal("\"scheduled\"", (await seen.Task)!.SerializedCustomStatus);
    }

    [Fact]
    public async Task An_orchestration_ends_with_its_code_and_what_it_left_runs_to_its_end()
    {
        await using var kit = new RuntimeKit();
        var release = new TaskCompletionSource();
        var ran = new TaskCompletionSource<string>();
        kit.Activity<int, int>("left", async (context, n, stop) =>
        {
            await release.Task.WaitAsync(stop);
            ran.SetResult(context.InstanceId);
            return n;
        });
        kit.Orchestrator<int, int>("job", (context, n) =>
        {
            _ = context.CallActivityAsync<int>("left", n);
            _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return Task.FromResult(n);
        });
        await kit.StartAsync();
        Assert.Equal("1", await kit.OutputOfAsync("job", 1));
        release.SetResult();

        Assert.Equal("job-1", await ran.Task.WaitAsync(RuntimeKit.Patience));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
            {
                return;
            }
        }
    }
}
