using DurableTask.Core.History;
using System.Text.Json;

namespace DurableTask.Sqlite.Tests;

/// <summary>Entities: one operation at a time, exactly once, in order; small ones stored whole, large ones as a log.</summary>
public class EntityTests
{
    private static readonly EntityInstanceId Book = LedgerEntity.Id("Book");

    [Theory, InlineData(false), InlineData(true)]
    public async Task Calls_return_results_in_order_and_state_survives(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<int, List<int>>("writer", async (context, count) =>
        {
            var numbers = new List<int>();
            for (var n = 0; n < count; n++)
            {
                numbers.Add(await context.Entities.CallEntityAsync<int>(Book, "Add", $"{n}"));
            }

            await context.Entities.SignalEntityAsync(Book, "Add", "signal");
            numbers.Add(await context.Entities.CallEntityAsync<int>(Book, "Count"));
            return numbers;
        });
        await kit.StartAsync();

        var numbers = JsonSerializer.Deserialize<int[]>((await kit.OutputOfAsync("writer", 5))!)!;
        Assert.Equal([1, 2, 3, 4, 5, 6], numbers);
        await kit.RestartAsync();
        Assert.Equal(["0", "1", "2", "3", "4", "signal"], await kit.LedgerAsync("Book"));
        Assert.Empty(await kit.LedgerAsync("book"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_operation_that_throws_half_way_changes_nothing_and_tells_its_caller(bool large)
    {
        await using var kit = new RuntimeKit();
        kit.Options.LargeEntityBytes = large ? 0 : 1_000_000;
        kit.Orchestrator<string, string>("writer", async (context, operation) =>
        {
            await context.Entities.CallEntityAsync<int>(Book, "Add", "before");
            try
            {
                await context.Entities.CallEntityAsync<int>(Book, operation, "never");
                return "no error";
            }
            catch (EntityOperationFailedException e)
            {
                return $"{e.EntityId}|{e.OperationName}|{e.Message}";
            }
        });
        await kit.StartAsync();

        Assert.Contains("half done", await kit.OutputOfAsync("writer", "AddThenThrow"), StringComparison.Ordinal);
        await kit.Client.Entities.SignalEntityAsync(Book, "AddThenThrow", "never");
        await kit.Client.Entities.SignalEntityAsync(Book, "Add", "after");
        Assert.Equal(["before", "after"], await kit.LedgerAsync("Book"));
        await kit.CrashAndRestartAsync();
        Assert.Equal(["before", "after"], await kit.LedgerAsync("Book"));
    }

    [Theory, InlineData("ledger", "Unknown"), InlineData("nothing", "Add")]
    public async Task An_unknown_operation_or_entity_fails_the_call(string entity, string operation)
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, string>("caller", async (context, _) =>
        {
            try
            {
                await context.Entities.CallEntityAsync<int>(new EntityInstanceId(entity, "k"), operation, "x");
                return "no error";
            }
            catch (EntityOperationFailedException e)
            {
                return e.OperationName;
            }
        });
        await kit.StartAsync();

        Assert.Equal($"\"{operation}\"", await kit.OutputOfAsync("caller", 0));
    }

    [Theory, InlineData(0), InlineData(200), InlineData(1_000_000)]
    public async Task Operations_from_many_callers_are_applied_once_each_whatever_the_form_of_storage(int largeBytes)
    {
        await using var kit = new RuntimeKit();
        kit.Options.LargeEntityBytes = largeBytes;
        kit.Orchestrator<string, int>("one", (context, text) => context.Entities.CallEntityAsync<int>(Book, "Add", text));
        await kit.StartAsync();
        var texts = Enumerable.Range(0, 400).Select(n => $"entry {n}").ToArray();
        await Task.WhenAll(texts.Select(text => kit.TryStartAsync("one", text, text)));
        var ends = await Task.WhenAll(texts.Select(kit.EndOfAsync));

        Assert.Equal(Enumerable.Range(1, 400), ends.Select(end => int.Parse(end.SerializedOutput!, System.Globalization.CultureInfo.InvariantCulture)).Order());
        Assert.Equal(texts.Order(), (await kit.LedgerAsync("Book")).Order());
        var order = await kit.LedgerAsync("Book");
        await kit.CrashAndRestartAsync();
        Assert.Equal(order, await kit.LedgerAsync("Book"));
        await kit.Client.Entities.SignalEntityAsync(Book, "Add", "one more");
        Assert.Equal([.. order, "one more"], await kit.LedgerAsync("Book"));
    }

    [Fact]
    public async Task A_large_state_is_not_rewritten_for_every_operation()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();
        var padding = new string('x', 500);
        for (var n = 0; n < 400; n++)
        {
            await kit.Client.Entities.SignalEntityAsync(Book, "Add", padding);
        }

        Assert.Equal(400, (await kit.LedgerAsync("Book")).Count);
        // 200 KB of state: snapshots double in distance, so far fewer than operations.
        Assert.InRange(kit.Counters.Snapshots, 3, 20);
        await kit.StopAsync();
        await kit.StartAsync();
        Assert.Equal(400, (await kit.LedgerAsync("Book")).Count);
    }

    [Theory, InlineData(0), InlineData(1_000_000)]
    public async Task A_deleted_entity_is_gone_and_starts_over(int largeBytes)
    {
        await using var kit = new RuntimeKit();
        kit.Options.LargeEntityBytes = largeBytes;
        await kit.StartAsync();
        await kit.Client.Entities.SignalEntityAsync(Book, "Add", "a");
        await kit.Client.Entities.SignalEntityAsync(Book, "Add", "b");
        await kit.Client.Entities.SignalEntityAsync(Book, "Delete");
        Assert.Null(await kit.Client.Entities.GetEntityAsync<LedgerState>(Book));
        await kit.CrashAndRestartAsync();
        Assert.Null(await kit.Client.Entities.GetEntityAsync<LedgerState>(Book));

        await kit.Client.Entities.SignalEntityAsync(Book, "Add", "c");
        await Task.WhenAll(kit.Client.Entities.SignalEntityAsync(Book, "Delete"), kit.Client.Entities.SignalEntityAsync(Book, "Add", "d"));
        Assert.Equal(["d"], await kit.LedgerAsync("Book"));
        await kit.CrashAndRestartAsync();
        Assert.Equal(["d"], await kit.LedgerAsync("Book"));
    }

    [Fact]
    public async Task Entities_leave_memory_and_come_back_as_they_were()
    {
        await using var kit = new RuntimeKit();
        kit.Options.MaxEntitiesInMemory = 5;
        await kit.StartAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var n = 0; n < 40; n++)
            {
                await kit.Client.Entities.SignalEntityAsync(LedgerEntity.Id($"{n}"), "Add", $"{round}");
            }
        }

        Assert.True(kit.Counters.Evictions >= 100, $"{kit.Counters.Evictions} evictions");
        for (var n = 0; n < 40; n++)
        {
            Assert.Equal(["0", "1", "2"], await kit.LedgerAsync($"{n}"));
        }
    }

    [Fact]
    public async Task Calls_of_entities_are_told_in_the_form_of_durable_tasks_core()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<string, int>("job", async (context, entry) =>
        {
            await context.Entities.SignalEntityAsync(LedgerEntity.Id("a"), nameof(LedgerEntity.Add), entry);
            return await context.Entities.CallEntityAsync<int>(LedgerEntity.Id("a"), nameof(LedgerEntity.Add), entry);
        });
        await kit.StartAsync();
        await kit.OutputOfAsync("job", "x");

        var history = await kit.Client.GetOrchestrationHistoryAsync("job-1");

        var sent = history.OfType<EventSentEvent>().Select(e => (e.InstanceId, e.Name, Request: JsonDocument.Parse(e.Input).RootElement)).ToList();
        Assert.All(sent, e => Assert.Equal(("@ledger@a", "op", "Add"), (e.InstanceId, e.Name, e.Request.GetProperty("op").GetString())));
        Assert.Equal([true, false], sent.Select(e => e.Request.TryGetProperty("signal", out var signal) && signal.GetBoolean()));
        var answer = history.OfType<EventRaisedEvent>().Single();
        Assert.Equal(sent[1].Request.GetProperty("id").GetString(), answer.Name);
        Assert.Equal("2", JsonDocument.Parse(answer.Input).RootElement.GetProperty("result").GetString());
    }
}
