namespace DurableTask.Sqlite.Tests;

/// <summary>Critical sections over entities.</summary>
public class LockTests
{
    private static readonly EntityInstanceId A = LedgerEntity.Id("a");
    private static readonly EntityInstanceId B = LedgerEntity.Id("b");

    [Theory, InlineData(false), InlineData(true)]
    public async Task Sections_over_the_same_entities_never_interleave_whatever_the_order_they_name_them_in(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Activity<string, string>("echo", (_, text, _) => Task.FromResult(text));
        kit.Orchestrator<bool, int>("transfer", async (context, forward) =>
        {
            await using (await context.Entities.LockEntitiesAsync(forward ? [A, B] : [B, A]))
            {
                Assert.True(context.Entities.InCriticalSection(out var free));
                Assert.Equal(2, free.Count);
                await context.Entities.CallEntityAsync<int>(A, "Add", $"{context.InstanceId} in");
                await context.CallActivityAsync<string>("echo", "x");
                await context.Entities.CallEntityAsync<int>(B, "Add", context.InstanceId);
                await context.Entities.CallEntityAsync<int>(A, "Add", $"{context.InstanceId} out");
            }

            Assert.False(context.Entities.InCriticalSection());
            return 0;
        });
        await kit.StartAsync();
        var ids = Enumerable.Range(0, 20).Select(n => $"t{n}").ToArray();
        await Task.WhenAll(ids.Select((id, n) => kit.TryStartAsync("transfer", n % 2 == 0, id)));
        Assert.All(await Task.WhenAll(ids.Select(kit.EndOfAsync)), end => Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus));

        var entries = await kit.LedgerAsync("a");
        Assert.Equal(40, entries.Count);
        Assert.All(entries.Chunk(2), pair => Assert.Equal(pair[0].Replace("in", "out", StringComparison.Ordinal), pair[1]));
        Assert.Equal(entries.Chunk(2).Select(pair => pair[0].Split(' ')[0]), await kit.LedgerAsync("b"));
    }

    [Fact]
    public async Task Others_wait_for_a_section_also_across_a_crash_and_signals_are_kept()
    {
        await using var kit = new RuntimeKit();
        Holder(kit);
        kit.Orchestrator<string, int>("caller", (context, text) => context.Entities.CallEntityAsync<int>(A, "Add", text));
        await kit.StartAsync();
        await kit.TryStartAsync("holder", "", "h");
        await kit.Client.Entities.SignalEntityAsync(A, "Add", "signal");
        await kit.TryStartAsync("caller", "call", "c");
        Assert.Equal("h", (await kit.Client.Entities.GetEntityAsync(A))!.LockedBy);
        await kit.CrashAndRestartAsync();
        Assert.Empty(await kit.LedgerAsync("a"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await kit.GetAsync("c"))!.RuntimeStatus);

        await kit.Client.RaiseEventAsync("h", "leave");
        await kit.EndOfAsync("c");
        Assert.Equal(["held", "signal", "call"], await kit.LedgerAsync("a"));
        Assert.Null((await kit.Client.Entities.GetEntityAsync(A))!.LockedBy);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_lock_ends_with_the_orchestration_that_holds_it_however_that_ends(bool restart)
    {
        await using var kit = new RuntimeKit();
        Holder(kit);
        await kit.StartAsync();
        await kit.TryStartAsync("holder", "", "first");
        await kit.TryStartAsync("holder", "", "second");
        await kit.TryStartAsync("holder", "", "third");
        if (restart)
        {
            await kit.RestartAsync();
        }

        // One that waits for the lock, then the one that holds it.
        await kit.Client.TerminateInstanceAsync("second");
        await kit.Client.TerminateInstanceAsync("first");

        await kit.Client.RaiseEventAsync("third", "leave");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await kit.EndOfAsync("third")).RuntimeStatus);
        await kit.Client.Entities.SignalEntityAsync(B, "Add", "free");
        Assert.Equal(["free"], await kit.LedgerAsync("b"));
    }

    [Fact]
    public async Task What_a_section_must_not_do_is_refused()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, string>("child", (_, _) => Task.FromResult(""));
        kit.Orchestrator<int, int>("wrong", async (context, _) =>
        {
            await Assert.ThrowsAsync<ArgumentException>(() => context.Entities.LockEntitiesAsync());
            await using (await context.Entities.LockEntitiesAsync(A))
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.Entities.LockEntitiesAsync(B));
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.Entities.CallEntityAsync<int>(B, "Count"));
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.Entities.SignalEntityAsync(A, "Add", "x"));
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.CallSubOrchestratorAsync("child"));
                var busy = context.Entities.CallEntityAsync<int>(A, "Count");
                await Assert.ThrowsAsync<InvalidOperationException>(() => context.Entities.CallEntityAsync<int>(A, "Count"));
                return await busy;
            }
        });
        await kit.StartAsync();

        Assert.Equal("0", await kit.OutputOfAsync("wrong", 0));
    }

    private static void Holder(RuntimeKit kit) => kit.Orchestrator<string, int>("holder", async (context, _) =>
    {
        await using (await context.Entities.LockEntitiesAsync(A, B))
        {
            await context.WaitForExternalEvent<string>("leave");
            return await context.Entities.CallEntityAsync<int>(A, "Add", "held");
        }
    });
}
