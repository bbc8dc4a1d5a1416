using Microsoft.DurableTask;
using TransVox.Orchestration.Durable;
using PortFailure = TransVox.Orchestration.Durable.EntityOperationFailedException;
using TaskFailure = Microsoft.DurableTask.Entities.EntityOperationFailedException;

namespace TransVox.Functions.Durable;

/// <summary>Calls from an orchestrator to entities.</summary>
public sealed class DurableOrchestrationEntities(TaskOrchestrationContext inner) : OrchestrationEntities
{
    public override async Task<TResult> CallEntityAsync<TResult>(EntityId id, string operationName, object? input = null)
    {
        try
        {
            return await inner.Entities.CallEntityAsync<TResult>(id.ToInstanceId(), operationName, input);
        }
        catch (TaskFailure e)
        {
            throw new PortFailure(id, operationName, e.FailureDetails.ErrorMessage);
        }
    }

    public override Task SignalEntityAsync(EntityId id, string operationName, object? input = null) =>
        inner.Entities.SignalEntityAsync(id.ToInstanceId(), operationName, input);
}
