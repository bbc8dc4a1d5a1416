using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Execution;

/// <summary>How an execution ended.</summary>
/// <param name="Kind">Completed, Failed, or Started: it continues as new.</param>
/// <param name="Output">Output, or the next execution's input, as the data converter wrote it.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Carried">Unconsumed events for the next execution; null drops them, and those still to be delivered.</param>
/// <param name="Version">Version of the next execution; null keeps it.</param>
internal sealed record ExecutionOutcome(
    EventKind Kind, string? Output = null, TaskFailureDetails? Failure = null, IReadOnlyList<HistoryEvent>? Carried = null, string? Version = null)
{
    /// <summary>An execution that the engine itself fails.</summary>
    public static ExecutionOutcome Failed(string type, string message) =>
        new(EventKind.ExecutionFailed, Failure: new TaskFailureDetails(type, message, null, null, null));

    /// <summary>Outcome of an orchestrator that returned or threw.</summary>
    public static ExecutionOutcome Of(Task<object?> ended, ExecutionServices services)
    {
        if (!ended.IsCompletedSuccessfully)
        {
            return new ExecutionOutcome(EventKind.ExecutionFailed, Failure: services.FailureOf(ErrorOf(ended)));
        }

        try
        {
            return new ExecutionOutcome(EventKind.ExecutionCompleted, services.Converter.Serialize(ended.Result));
        }
        catch (Exception e)
        {
            // The converter is the user's.
            return Failed(e.GetType().FullName!, $"The output cannot be serialized: {e.Message}");
        }
    }

    /// <summary>Says so in the log, as Durable Task's workers do.</summary>
    public void Log(Task ended, ExecutionStart start, ILogger log)
    {
        if (Kind == EventKind.ExecutionFailed)
        {
            EngineLog.OrchestrationFailed(log, ended.IsCompletedSuccessfully ? null : ErrorOf(ended), start.InstanceId, start.Name);
        }
        else
        {
            EngineLog.OrchestrationCompleted(log, start.InstanceId, start.Name);
        }
    }

    /// <summary>What an ended task that did not succeed threw.</summary>
    public static Exception ErrorOf(Task ended) => ended.Exception?.InnerExceptions[0] ?? new TaskCanceledException(ended);
}
