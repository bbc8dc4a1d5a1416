using Microsoft.Extensions.Logging;

namespace TransVox.Orchestration.Durable;

/// <summary>
/// What an orchestrator may touch: the members of <c>Microsoft.DurableTask.TaskOrchestrationContext</c> that this project
/// uses, with the same names and meaning. Code that takes it must be deterministic: no clock, no randomness, no I/O.
/// </summary>
public abstract class OrchestrationContext
{
    /// <summary>Id of the running instance; for a dubbing job, the job's id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The current time of the orchestration; the same value on every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether recorded history is being replayed right now.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Calls and signals to durable entities.</summary>
    public abstract OrchestrationEntities Entities { get; }

    /// <summary>A new GUID; the same value on every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that writes nothing while history is replayed.</summary>
    public abstract ILogger CreateReplaySafeLogger(string categoryName);

    /// <summary>Runs an activity (at least once) and returns its result.</summary>
    /// <exception cref="ActivityFailedException">The activity threw.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(string name, object? input = null);

    /// <summary>A durable timer. Cancelling the token makes the task end as cancelled; the orchestration does not wait for it.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <inheritdoc cref="CreateTimer(DateTime, CancellationToken)"/>
    public Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>
    /// The next external event of that name; events that arrive before anybody waits are kept, in order. Event names are
    /// matched without regard to case. Cancelling the token withdraws the wait and consumes nothing.
    /// </summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Raises an event to another instance; dropped if that instance is unknown or has ended.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object? payload);

    /// <summary>Sets what clients see beside the runtime status; kept small (16 KB on Azure Storage).</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Ends this execution and starts a new one with a fresh history under the same id.</summary>
    public abstract void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true);
}
