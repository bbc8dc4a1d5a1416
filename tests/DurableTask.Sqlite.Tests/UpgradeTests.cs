using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>A store that an earlier release wrote, as SQL, is opened and what was running in it goes on.</summary>
public class UpgradeTests
{
    [Fact]
    public async Task A_store_of_schema_version_1_goes_on_where_it_was_killed_in_the_middle_of_its_chains()
    {
        // Seconds after it was killed: a timeout of an hour is running in it.
        await using var kit = new RuntimeKit { Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 1, 0, 0, TimeSpan.Zero)) };
        await using (var connection = new SqliteConnection($"Data Source={kit.StorePath};Pooling=False"))
        {
            connection.Open();
            await using var command = connection.CreateCommand();
            command.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Histories", "store-v1.sql"));
            await command.ExecuteNonQueryAsync();
        }

        kit.Activity<string, string>("echo", (_, text, _) => Task.FromResult(text));
        kit.Activity<string, string>("hang", (_, text, _) => Task.FromResult("no more " + text));
        kit.Orchestrator<string, string>(SampleOrchestrator.OrchestratorName, new SampleOrchestrator().RunAsync);
        kit.Orchestrator<string, string>("waiter", async (context, input) => input + await context.WaitForExternalEvent<string>("go"));
        kit.Orchestrator<string, string>("hanger", (context, input) => context.CallActivityAsync<string>("hang", input));
        kit.Orchestrator<string, int>("caller", async (context, _) => (await Task.WhenAll(
            Enumerable.Range(0, 20).Select(n => context.Entities.CallEntityAsync<int>(LedgerEntity.Id("many"), "Add", $"entry {n}"))))[^1]);
        await kit.StartAsync();

        // An activity that ran, answers of entities, requests to them and events that were on their way.
        Assert.Equal("\"no more again\"", (await kit.EndOfAsync("hanger-1")).SerializedOutput);
        Assert.Equal("20", (await kit.EndOfAsync("caller-1")).SerializedOutput);
        Assert.Equal("\"in sent\"", (await kit.EndOfAsync("waiter-1")).SerializedOutput);
        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"entry {n}"), await kit.LedgerAsync("many"));
        Assert.Equal(18, (await kit.LedgerAsync("Big")).Count);
        await kit.Client.RaiseEventAsync("sample-1", "answer", "42");
        await kit.Client.RaiseEventAsync("sample-1", "end");
        Assert.Equal("\"hello|ActivityFailedException|EntityOperationFailedException|True\"", (await kit.EndOfAsync("sample-1")).SerializedOutput);
        // What had ended reads as before.
        Assert.Equal("told you so", (await kit.GetAsync("thrower-1"))!.FailureDetails!.ErrorMessage);
        var gone = (await kit.GetAsync("gone"))!;
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "\"not wanted\""), (gone.RuntimeStatus, gone.SerializedOutput));
    }
}
