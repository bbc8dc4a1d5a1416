using System.Text.Json;

namespace TransVox.LocalHost.Durable.Execution;

/// <summary>How an execution ended.</summary>
/// <param name="Kind">Completed, Failed, or Started: it continues as new.</param>
/// <param name="Output">JSON of the output, or of the next execution's input.</param>
/// <param name="Failure">Message of the failure.</param>
/// <param name="ErrorType">Type of the exception that failed it.</param>
/// <param name="Carried">Unconsumed events for the next execution; null drops them, and those still to be delivered.</param>
internal sealed record ExecutionOutcome(
    EventKind Kind, string? Output = null, string? Failure = null, string? ErrorType = null, IReadOnlyList<HistoryEvent>? Carried = null)
{
    /// <summary>Outcome of an orchestrator that returned or threw.</summary>
    public static ExecutionOutcome Of(Task<object?> ended)
    {
        if (!ended.IsCompletedSuccessfully)
        {
            var error = ended.Exception?.GetBaseException() ?? new TaskCanceledException(ended);
            return new ExecutionOutcome(EventKind.ExecutionFailed, Failure: error.Message, ErrorType: error.GetType().FullName);
        }

        try
        {
            return new ExecutionOutcome(EventKind.ExecutionCompleted, DurableText.Of(ended.Result));
        }
        catch (Exception e) when (e is NotSupportedException or JsonException)
        {
            return new ExecutionOutcome(EventKind.ExecutionFailed, Failure: $"The output cannot be serialized: {e.Message}", ErrorType: e.GetType().FullName);
        }
    }
}
