namespace DurableTask.Sqlite.Tests.Support;

/// <summary>
/// The orchestrator of the recorded histories. Change it only along with a new recording, as a change of a real orchestrator would
/// strand the instances that are running.
/// </summary>
internal sealed class SampleOrchestrator : TaskOrchestrator<string, string>
{
    public const string OrchestratorName = "sample";

    public override async Task<string> RunAsync(TaskOrchestrationContext context, string input)
    {
        var ledger = LedgerEntity.Id("sample");
        context.SetCustomStatus("begun");
        var echo = await context.CallActivityAsync<string>("echo", input);
        var failed = await FailureOfAsync(context.CallActivityAsync<string>("fail", input));
        await context.Entities.CallEntityAsync<int>(ledger, "Add", context.NewGuid().ToString());
        var refused = await FailureOfAsync(context.Entities.CallEntityAsync<int>(ledger, "AddThenThrow", "x"));
        await context.Entities.SignalEntityAsync(ledger, "Add", context.CurrentUtcDateTime.ToString("O"));
        using var stop = new CancellationTokenSource();
        var timeout = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        var answer = context.WaitForExternalEvent<string>("answer", stop.Token);
        var won = await Task.WhenAny(timeout, answer);
        stop.Cancel();
        context.SendEvent("somebody", "told", await answer);
        await Task.WhenAll(context.CallActivityAsync<string>("echo", "a"), context.CallActivityAsync<string>("echo", "b"));
        await context.WaitForExternalEvent<string>("end");
        return $"{echo}|{failed}|{refused}|{won == answer}";
    }

    private static async Task<string> FailureOfAsync(Task operation)
    {
        try
        {
            await operation;
            return "";
        }
        catch (TaskFailedException)
        {
            // What the recordings were made with had this name for it.
            return "ActivityFailedException";
        }
        catch (EntityOperationFailedException e)
        {
            return e.GetType().Name;
        }
    }
}
