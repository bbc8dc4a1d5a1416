using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Durable;

/// <summary>
/// Runs any of the project's entities as a Durable Task entity. State, input and result cross as JSON of
/// <see cref="DurableJson"/>, through the worker's serializer. When an operation throws, Durable Task rolls the state back.
/// </summary>
public sealed class EntityAdapter(IDurableEntity entity, TimeProvider time) : ITaskEntity
{
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        var state = operation.State.GetState(entity.StateType) ?? entity.CreateState(operation.Context.Id.Key);
        var input = entity.InputTypeOf(operation.Name) is { } type && operation.HasInput ? operation.GetInput(type) : null;
        var outcome = entity.Apply(state, operation.Name, input, time.GetUtcNow());
        operation.State.SetState(outcome.State);
        return ValueTask.FromResult(outcome.Result);
    }
}
