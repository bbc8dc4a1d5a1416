using Microsoft.Data.Sqlite;
using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite.Tests;

/// <summary>
/// Histories kept as files: those of instances that were running under an earlier version must replay under this one. A new
/// recording is what <see cref="RecordAsync"/> returns.
/// </summary>
public class HistoryTests
{
    [Theory]
    [InlineData("sample-waiting", null)]
    [InlineData("sample-ended", "\"hello|ActivityFailedException|EntityOperationFailedException|True\"")]
    public async Task A_recorded_history_replays_under_the_code_of_today(string file, string? output)
    {
        var history = RecordedHistory.FromJson(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Histories", file + ".json")));

        var outcome = history.Replay(new SampleOrchestrator());

        Assert.Null(outcome?.Failure);
        Assert.Equal(output, outcome?.Output);
    }

    [Fact]
    public async Task A_history_holds_everything_in_order_and_survives_its_form_as_a_file()
    {
        var recorded = await RecordAsync(end: true);
        var read = RecordedHistory.FromJson(recorded.ToJson());

        Assert.Equal(recorded.Events.Select(e => e.Kind), read.Events.Select(e => e.Kind));
        Assert.Null(read.Replay(new SampleOrchestrator())!.Failure);
        EventKind[] unused =
        [
            EventKind.SubOrchestrationCreated, EventKind.SubOrchestrationCompleted, EventKind.SubOrchestrationFailed,
            EventKind.LockRequested, EventKind.LockAcquired, EventKind.LockReleased,
            EventKind.ExecutionSuspended, EventKind.ExecutionResumed, EventKind.ExecutionRewound, EventKind.ExecutionFailed, EventKind.ExecutionTerminated,
        ];
        Assert.Equal(Enum.GetValues<EventKind>().Except(unused).Order(), read.Events.Select(e => e.Kind).Distinct().Order());
        Assert.Equal(EventKind.ExecutionStarted, read.Events[0].Kind);
        Assert.Equal(EventKind.ExecutionCompleted, read.Events[^1].Kind);
        var times = read.Events.Where(e => e.At != 0).Select(e => e.At).ToArray();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task A_history_does_not_replay_under_other_code()
    {
        var history = await RecordAsync(end: false);

        var outcome = history.Replay(FuncTaskOrchestrator.Create<string, string>(async (context, input) =>
        {
            await context.CallActivityAsync<string>("echo", input);
            return await context.WaitForExternalEvent<string>("answer");
        }));

        Assert.Contains("its history says ActivityScheduled #1 'fail'", outcome!.Failure!.ErrorMessage, StringComparison.Ordinal);
    }

    /// <summary>Runs the sample and takes its history from the store.</summary>
    internal static async Task<RecordedHistory> RecordAsync(bool end)
    {
        await using var kit = new RuntimeKit();
        kit.Activity<string, string>("echo", (_, text, _) => Task.FromResult(text));
        kit.Activity<string, string>("fail", (_, text, _) => throw new InvalidOperationException(text));
        kit.Orchestrator<string, string>(SampleOrchestrator.OrchestratorName, new SampleOrchestrator().RunAsync);
        await kit.StartAsync();
        var id = await kit.RunAsync(SampleOrchestrator.OrchestratorName, "hello");
        await Eventually.TrueAsync(() => ReadHistory(kit, id).Events.Any(e => e.Kind == EventKind.TimerFired), "the timer fired");
        await kit.Client.RaiseEventAsync(id, "answer", "42");
        await Eventually.TrueAsync(() => ReadHistory(kit, id).Events.Count(e => e.Kind == EventKind.ActivityCompleted) == 3, "all activities ran");
        if (end)
        {
            await kit.Client.RaiseEventAsync(id, "end");
            await kit.EndOfAsync(id);
        }

        return ReadHistory(kit, id);
    }

    private static RecordedHistory ReadHistory(RuntimeKit kit, string id)
    {
        using var reader = new StoreReader(Open(kit.StorePath));
        var row = reader.Instance(id)!;
        return new RecordedHistory(row.Name, row.Id, row.Created, row.Execution, row.Input, reader.History(row.Key).Events);
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
