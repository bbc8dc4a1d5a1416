using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>What entities can do beside answering calls.</summary>
public class EntityFeatureTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Signals_with_a_time_are_received_when_it_has_come(bool crash)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = new RuntimeKit { Time = time };
        await kit.StartAsync();
        var later = new SignalEntityOptions { SignalTime = time.GetUtcNow().AddHours(1) };
        await kit.Client.Entities.SignalEntityAsync(LedgerEntity.Id("k"), "Add", "later", later);
        await kit.Client.Entities.SignalEntityAsync(LedgerEntity.Id("k"), "AddTime");
        if (crash)
        {
            await kit.CrashAndRestartAsync();
        }

        Assert.Equal(["2026-01-01T00:00:00.0000000+00:00"], await kit.LedgerAsync("k"));
        time.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(async () => (await kit.LedgerAsync("k")).Count == 2, "the signal was received");
        Assert.Equal("later", (await kit.LedgerAsync("k"))[1]);
    }

    [Fact]
    public async Task An_entity_signals_others_and_starts_orchestrations_but_not_when_it_throws()
    {
        await using var kit = new RuntimeKit();
        kit.Entity("relay", operation =>
        {
            operation.Context.SignalEntity(LedgerEntity.Id("k"), "Add", $"from {operation.Context.Id.Key}");
            operation.Context.ScheduleNewOrchestration("greet", "you", new StartOrchestrationOptions(operation.Name));
            operation.State.SetState(operation.State.GetState<int>() + 1);
            return operation.HasInput ? throw new InvalidOperationException("no") : new ValueTask<object?>(1);
        });
        kit.Orchestrator<string, string>("greet", (_, name) => Task.FromResult($"hello {name}"));
        await kit.StartAsync();
        await kit.Client.Entities.SignalEntityAsync(new EntityInstanceId("relay", "r"), "bad", "input");
        await kit.Client.Entities.SignalEntityAsync(new EntityInstanceId("relay", "r"), "good");

        Assert.Equal("\"hello you\"", (await kit.EndOfAsync("good")).SerializedOutput);
        Assert.Equal(["from r"], await kit.LedgerAsync("k"));
        Assert.Null(await kit.GetAsync("bad"));
        Assert.Equal(1, (await kit.Client.Entities.GetEntityAsync<int>(new EntityInstanceId("Relay", "r")))!.State);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_operation_that_awaits_holds_up_its_own_entity_only_and_runs_again_after_a_crash(bool crash)
    {
        await using var kit = new RuntimeKit();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new SemaphoreSlim(0);
        kit.Entity("slow", async operation =>
        {
            var seen = operation.State.GetState<List<string>>() ?? [];
            if (operation.Name == "wait")
            {
                begun.Release();
                await gate.Task;
            }

            operation.State.SetState(seen.Append(operation.Name).ToList());
            return seen.Count + 1;
        });
        kit.Orchestrator<string, int>("caller", (context, name) => context.Entities.CallEntityAsync<int>(new EntityInstanceId("slow", "s"), name));
        await kit.StartAsync();
        await kit.TryStartAsync("caller", "wait", "1");
        Assert.True(await begun.WaitAsync(RuntimeKit.Patience));
        await kit.TryStartAsync("caller", "next", "2");
        await kit.Client.Entities.SignalEntityAsync(LedgerEntity.Id("other"), "Add", "goes on");
        Assert.Equal(["goes on"], await kit.LedgerAsync("other"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await kit.GetAsync("2"))!.RuntimeStatus);
        if (crash)
        {
            await kit.CrashAndRestartAsync();
            Assert.True(await begun.WaitAsync(RuntimeKit.Patience));
        }

        gate.SetResult();

        Assert.Equal("1", (await kit.EndOfAsync("1")).SerializedOutput);
        Assert.Equal("2", (await kit.EndOfAsync("2")).SerializedOutput);
        Assert.Equal(["wait", "next"], (await kit.Client.Entities.GetEntityAsync<List<string>>(new EntityInstanceId("slow", "s")))!.State);
    }

    [Fact]
    public async Task Entities_are_found_by_name_key_and_time_in_pages()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var kit = new RuntimeKit { Time = time };
        kit.Entity("other", operation =>
        {
            operation.State.SetState("x");
            return default;
        });
        await kit.StartAsync();
        for (var n = 0; n < 7; n++)
        {
            await kit.Client.Entities.SignalEntityAsync(LedgerEntity.Id($"Key{n}"), "Add", $"{n}");
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await kit.Client.Entities.SignalEntityAsync(new EntityInstanceId("other", "Key9"), "set");

        async Task<List<string>> KeysAsync(EntityQuery query) =>
            await kit.Client.Entities.GetAllEntitiesAsync(query).Select(entity => entity.Id.Key).ToListAsync();
        Assert.Equal(8, (await KeysAsync(new EntityQuery())).Count);
        Assert.Equal(["Key0", "Key1", "Key2", "Key3", "Key4", "Key5", "Key6"], await KeysAsync(new EntityQuery { InstanceIdStartsWith = "Ledger@", PageSize = 3 }));
        Assert.Equal(["Key3"], await KeysAsync(new EntityQuery { InstanceIdStartsWith = "ledger@Key3" }));
        Assert.Equal(["Key5", "Key6", "Key9"], await KeysAsync(new EntityQuery { LastModifiedFrom = time.GetUtcNow().AddMinutes(-2) }));
        var typed = await kit.Client.Entities.GetAllEntitiesAsync<LedgerState>(new EntityQuery { InstanceIdStartsWith = "ledger@Key4" }).SingleAsync();
        Assert.Equal(["4"], typed.State.Entries);
        var bare = await kit.Client.Entities.GetAllEntitiesAsync(new EntityQuery { IncludeState = false }).FirstAsync();
        Assert.False(bare.IncludesState);
        Assert.Equal(default, await kit.Client.Entities.CleanEntityStorageAsync());
    }

    [Fact]
    public async Task An_operation_of_a_replayable_entity_that_awaits_is_refused()
    {
        await using var kit = new RuntimeKit();
        var never = new TaskCompletionSource<object?>();
        kit.Options.ReplayableEntities.Add("impure");
        kit.Entity("impure", _ => new ValueTask<object?>(never.Task));
        kit.Orchestrator<int, string>("caller", async (context, _) =>
        {
            try
            {
                return await context.Entities.CallEntityAsync<string>(new EntityInstanceId("impure", "i"), "x");
            }
            catch (EntityOperationFailedException e)
            {
                return e.FailureDetails.ErrorMessage;
            }
        });
        await kit.StartAsync();

        Assert.Contains("replayable", await kit.OutputOfAsync("caller", 0), StringComparison.Ordinal);
    }
}
