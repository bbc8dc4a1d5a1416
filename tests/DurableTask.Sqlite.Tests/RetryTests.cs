using DurableTask.Sqlite.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace DurableTask.Sqlite.Tests;

/// <summary>Retries of activities, and the failures that they look at.</summary>
public class RetryTests
{
    [Theory]
    [InlineData(1, 0, 100.0)]
    [InlineData(2, 0, 200.0)]
    [InlineData(3, 0, 250.0)]
    [InlineData(4, 0, null)]
    [InlineData(2, 1_000, null)]
    public void The_delay_grows_up_to_its_maximum_and_ends_with_attempts_or_time(int attempt, double elapsedMs, double? expectedMs)
    {
        var policy = new RetryPolicy(4, TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(1_000));

        Assert.Equal(expectedMs, TaskRetries.Delay(policy, attempt, TimeSpan.FromMilliseconds(elapsedMs))?.TotalMilliseconds);
    }

    [Fact]
    public void Without_a_maximum_the_delay_stays_one_that_can_be_added_to_a_date()
    {
        var policy = new RetryPolicy(int.MaxValue, TimeSpan.FromDays(1), 10, Timeout.InfiniteTimeSpan);

        Assert.True(TaskRetries.Delay(policy, 1_000, TimeSpan.Zero) < TimeSpan.FromDays(36_500));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Retries_go_on_after_a_crash_and_see_the_failure(bool byHandler)
    {
        await using var kit = new RuntimeKit();
        var runs = 0;
        kit.Activity<int, int>("flaky", (_, n, _) => Interlocked.Increment(ref runs) < 3 ? throw new TimeoutException("not yet") : Task.FromResult(n));
        var options = byHandler
            ? TaskOptions.FromRetryHandler(retry => retry.LastFailure.IsCausedBy<TimeoutException>() && retry.LastAttemptNumber < 5)
            : TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(1)) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() });
        kit.Orchestrator<int, int>("job", async (context, n) =>
        {
            await context.WaitForExternalEvent<string>("go");
            return await context.CallActivityAsync<int>("flaky", n, options);
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("job", 7);
        await kit.Client.RaiseEventAsync(id, "go");
        await kit.CrashAndRestartAsync();

        Assert.Equal("7", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task What_is_not_registered_is_not_tried_again()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("job", (context, n) =>
            context.CallActivityAsync<int>("missing", n, TaskOptions.FromRetryPolicy(new RetryPolicy(1_000, TimeSpan.FromHours(1)))));
        await kit.StartAsync();

        Assert.Equal("ActivityTaskNotFound", (await kit.EndOfAsync(await kit.RunAsync("job", 0))).FailureDetails!.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task Properties_of_exceptions_come_back_as_other_backends_give_them()
    {
        await using var kit = new RuntimeKit();
        kit.Configure = worker => worker.Services.AddSingleton<IExceptionPropertiesProvider, Properties>();
        kit.Activity<int, int>("fail", (_, _, _) => throw new InvalidOperationException("no"));
        kit.Orchestrator<int, int>("job", (context, n) => context.CallActivityAsync<int>("fail", n));
        await kit.StartAsync();

        var properties = (await kit.EndOfAsync(await kit.RunAsync("job", 0))).FailureDetails!.InnerFailure!.Properties!;
        Assert.Equal(3.0, properties["number"]);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), properties["date"]);
        Assert.Equal("\u0001date:no date", properties["text"]);
        Assert.Equal(new List<object?> { true, null }, properties["list"]);
    }

    private sealed class Properties : IExceptionPropertiesProvider
    {
        public IDictionary<string, object?>? GetExceptionProperties(Exception exception) => new Dictionary<string, object?>
        {
            ["number"] = 3,
            ["date"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            ["text"] = "\u0001date:no date",
            ["list"] = new object?[] { true, null },
        };
    }
}
