namespace DurableTask.Sqlite.Tests;

/// <summary>Waiting for an instance to change, which this client alone can.</summary>
public class ChangeTests
{
    [Fact]
    public async Task A_change_is_told_when_it_can_be_read_and_also_when_it_came_before_the_question()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, string>("job", async (context, _) =>
        {
            context.SetCustomStatus(await context.WaitForExternalEvent<string>("go"));
            return await context.WaitForExternalEvent<string>("end");
        });
        await kit.StartAsync();
        var client = (SqliteDurableTaskClient)kit.Client;
        var id = await kit.RunAsync("job", 0);
        var seen = (await kit.GetAsync(id))!;
        var changed = client.WaitForInstanceChangeAsync(id, seen.LastUpdatedAt);

        // Of another's change nobody hears, and of this one's once it is durable.
        await kit.Client.RaiseEventAsync("other", "go", "x");
        Assert.False(changed.IsCompleted);
        await kit.Client.RaiseEventAsync(id, "go", "half");
        await changed.WaitAsync(RuntimeKit.Patience);
        Assert.Equal("\"half\"", (await kit.GetAsync(id))!.SerializedCustomStatus);
        await client.WaitForInstanceChangeAsync(id, seen.LastUpdatedAt).WaitAsync(RuntimeKit.Patience);

        seen = (await kit.GetAsync(id))!;
        changed = client.WaitForInstanceChangeAsync(id, seen.LastUpdatedAt);
        await kit.Client.RaiseEventAsync(id, "end", "x");
        await changed.WaitAsync(RuntimeKit.Patience);
        Assert.True((await kit.GetAsync(id))!.IsCompleted);
    }

    [Fact]
    public async Task Nobody_waits_for_a_change_of_what_is_not_there()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("echo", (_, n) => Task.FromResult(n));
        await kit.StartAsync();
        var client = (SqliteDurableTaskClient)kit.Client;
        await client.WaitForInstanceChangeAsync("nobody", DateTimeOffset.UnixEpoch).WaitAsync(RuntimeKit.Patience);

        var ended = await kit.EndOfAsync(await kit.RunAsync("echo", 1));
        using var stop = new CancellationTokenSource();
        var (givenUp, purged) = (client.WaitForInstanceChangeAsync("echo-1", ended.LastUpdatedAt, stop.Token), client.WaitForInstanceChangeAsync("echo-1", ended.LastUpdatedAt));
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => givenUp);
        Assert.False(purged.IsCompleted);
        Assert.True(await kit.PurgeAsync("echo-1"));
        await purged.WaitAsync(RuntimeKit.Patience);

        var left = client.WaitForInstanceChangeAsync(await kit.RunAsync("echo", 2), (await kit.EndOfAsync("echo-1")).LastUpdatedAt);
        await kit.RestartAsync();
        await Assert.ThrowsAsync<DurableStoreException>(() => left);
    }
}
