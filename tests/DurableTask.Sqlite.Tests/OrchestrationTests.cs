using System.Text.Json;

namespace DurableTask.Sqlite.Tests;

/// <summary>What an orchestrator can do, live and replayed from the start at every event.</summary>
public class OrchestrationTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Activities_run_in_sequence_and_in_parallel_and_their_results_come_back(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Activity<int, int>("double", (_, n, _) => Task.FromResult(2 * n));
        kit.Orchestrator<int, int>("sum", async (context, n) =>
        {
            var first = await context.CallActivityAsync<int>("double", n);
            var more = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => context.CallActivityAsync<int>("double", first + i)));
            return more.Sum();
        });
        await kit.StartAsync();

        Assert.Equal("290", await kit.OutputOfAsync("sum", 5));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_activity_that_throws_fails_its_task_with_type_and_message(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Activity<string, string>("broken", (_, text, _) => throw new InvalidOperationException("no " + text));
        kit.Orchestrator<string, string>("caller", async (context, input) =>
        {
            try
            {
                return await context.CallActivityAsync<string>("broken", input);
            }
            catch (TaskFailedException e)
            {
                return $"{e.TaskName}|{e.FailureDetails.ErrorType}|{e.FailureDetails.ErrorMessage}";
            }
        });
        await kit.StartAsync();

        Assert.Equal("\"broken|System.InvalidOperationException|no luck\"", await kit.OutputOfAsync("caller", "luck"));
    }

    [Fact]
    public async Task An_activity_that_nobody_registered_fails_its_task()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<string, string>("caller", (context, _) => context.CallActivityAsync<string>("missing"));
        await kit.StartAsync();

        var end = await kit.EndOfAsync(await kit.RunAsync("caller", ""));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("No activity task named 'missing'", end.FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_orchestrator_that_throws_is_failed_with_its_message(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Activity<int, int>("echo", (_, n, _) => Task.FromResult(n));
        kit.Orchestrator<int, int>("thrower", async (context, n) =>
        {
            await context.CallActivityAsync<int>("echo", n);
            throw new InvalidOperationException("told you so");
        });
        await kit.StartAsync();

        var end = await kit.EndOfAsync(await kit.RunAsync("thrower", 1));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("told you so", end.FailureDetails?.ErrorMessage);
        Assert.Null(end.SerializedOutput);
    }

    [Fact]
    public async Task An_input_that_is_not_of_the_orchestrators_type_fails_the_instance()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("number", (_, n) => Task.FromResult(n));
        await kit.StartAsync();

        var end = await kit.EndOfAsync(await kit.RunAsync("number", "text"));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Custom_status_input_and_times_are_what_clients_see(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<string, string>("status", async (context, input) =>
        {
            context.SetCustomStatus(new { Stage = input, Percent = 40 });
            return await context.WaitForExternalEvent<string>("go");
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("status", "mixing");

        var running = (await kit.GetAsync(id))!;
        Assert.Equal(OrchestrationRuntimeStatus.Running, running.RuntimeStatus);
        Assert.Equal("status", running.Name);
        Assert.Equal("""{"stage":"mixing","percent":40}""", running.SerializedCustomStatus);
        Assert.Equal("\"mixing\"", running.SerializedInput);
        Assert.Null((await kit.GetAsync(id, getInputsAndOutputs: false))!.SerializedInput);

        await kit.Client.RaiseEventAsync(id, "go", "done");
        var end = await kit.EndOfAsync(id);
        Assert.Equal("\"done\"", end.SerializedOutput);
        Assert.True(end.LastUpdatedAt >= end.CreatedAt);
        Assert.NotNull(end.SerializedCustomStatus);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Guids_and_time_are_the_same_on_every_replay_and_guids_never_repeat(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        var seen = new List<(Guid First, Guid Second, DateTime Time)>();
        kit.Orchestrator<int, Guid[]>("ids", async (context, _) =>
        {
            var ids = (context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime);
            lock (seen)
            {
                seen.Add(ids);
            }

            await context.WaitForExternalEvent<string>("go");
            return [ids.Item1, ids.Item2, context.NewGuid()];
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("ids", 0);
        await kit.RestartAsync();
        await kit.Client.RaiseEventAsync(id, "go");

        var guids = JsonSerializer.Deserialize<Guid[]>((await kit.EndOfAsync(id)).SerializedOutput!)!;

        Assert.True(seen.Count >= 2);
        Assert.Single(seen.Distinct());
        Assert.Equal([seen[0].First, seen[0].Second], guids[..2]);
        Assert.Equal(3, guids.Distinct().Count());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Continue_as_new_starts_over_with_the_new_input_and_keeps_unconsumed_events_in_order(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<List<string>, List<string>>("eternal", async (context, taken) =>
        {
            taken.Add(await context.WaitForExternalEvent<string>("item"));
            if (taken.Count < 50)
            {
                context.ContinueAsNew(taken);
            }

            return taken;
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("eternal", new List<string>());
        var expected = Enumerable.Range(0, 50).Select(n => $"e{n}").ToList();
        await Task.WhenAll(expected.Select(name => kit.Client.RaiseEventAsync(id, "ITEM", name)));

        var end = await kit.EndOfAsync(id);

        Assert.Equal(expected, JsonSerializer.Deserialize<List<string>>(end.SerializedOutput!));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Continue_as_new_drops_unconsumed_events_when_told_to(bool keep)
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, string>("generations", async (context, generation) =>
        {
            await context.WaitForExternalEvent<string>("next");
            if (generation == 0)
            {
                context.ContinueAsNew(1, preserveUnprocessedEvents: keep);
                return "";
            }

            return await context.WaitForExternalEvent<string>("extra");
        });
        await kit.StartAsync();
        var id = await kit.RunAsync("generations", 0);
        await kit.Client.RaiseEventAsync(id, "extra", "old");
        await kit.Client.RaiseEventAsync(id, "next");
        await kit.Client.RaiseEventAsync(id, "next");
        await kit.Client.RaiseEventAsync(id, "extra", "new");

        Assert.Equal(keep ? "\"old\"" : "\"new\"", (await kit.EndOfAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task An_orchestrator_that_continues_as_new_for_ever_without_waiting_is_failed()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("spin", (context, n) =>
        {
            context.ContinueAsNew(n + 1);
            return Task.FromResult(n);
        });
        await kit.StartAsync();

        Assert.Contains("without awaiting", (await kit.EndOfAsync(await kit.RunAsync("spin", 0))).FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }
}
