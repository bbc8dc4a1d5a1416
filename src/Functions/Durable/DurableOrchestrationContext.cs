using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Durable;

/// <summary>The port over Durable Task's own context, member by member.</summary>
public sealed class DurableOrchestrationContext(TaskOrchestrationContext inner) : OrchestrationContext
{
    private readonly EventInbox _inbox = new(inner);

    public override string InstanceId => inner.InstanceId;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override OrchestrationEntities Entities { get; } = new DurableOrchestrationEntities(inner);

    public override Guid NewGuid() => inner.NewGuid();

    public override ILogger CreateReplaySafeLogger(string categoryName) => inner.CreateReplaySafeLogger(categoryName);

    public override async Task<TResult> CallActivityAsync<TResult>(string name, object? input = null)
    {
        try
        {
            return await inner.CallActivityAsync<TResult>(name, input);
        }
        catch (TaskFailedException e)
        {
            throw new ActivityFailedException(name, e.FailureDetails.ErrorType, e.FailureDetails.ErrorMessage);
        }
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => inner.CreateTimer(fireAt, cancellationToken);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        _inbox.WaitAsync<T>(eventName, cancellationToken);

    // Durable Task declares the payload as not null but serializes null like any other value.
    public override void SendEvent(string instanceId, string eventName, object? payload) => inner.SendEvent(instanceId, eventName, payload!);

    public override void SetCustomStatus(object? customStatus) => inner.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput, bool preserveUnprocessedEvents = true)
    {
        // First those that came first: Durable Task forwards what it still holds, which is younger, in its own call.
        _inbox.Close(forward: preserveUnprocessedEvents);
        inner.ContinueAsNew(newInput, preserveUnprocessedEvents);
    }
}
