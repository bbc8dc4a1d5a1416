using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Tests;

/// <summary>One operation as a host hands it to an entity. State and input are objects, or text that is read as JSON.</summary>
internal sealed class EntityCall(EntityInstanceId id, string operation, object? input, object? state) : TaskEntityOperation
{
    private readonly Held _state = new(state);

    public override string Name => operation;

    public override TaskEntityContext Context { get; } = new Identity(id);

    public override TaskEntityState State => _state;

    public override bool HasInput => input is not null;

    public override object? GetInput(Type inputType) => Read(input, inputType);

    /// <summary>Applies the operation; the state afterwards and the answer.</summary>
    public static (object? State, object? Result) Apply(ITaskEntity entity, EntityInstanceId id, string operation, object? input, object? state)
    {
        var call = new EntityCall(id, operation, input, state);
        var result = entity.RunAsync(call);
        return result.IsCompleted
            ? (call._state.Value, result.GetAwaiter().GetResult())
            : throw new InvalidOperationException($"{operation} of {id} waits for something: its result would depend on more than state, input and time.");
    }

    private static object? Read(object? value, Type type) =>
        value is string json ? JsonSerializer.Deserialize(json, type, DurableJson.Options) : value;

    private sealed class Held(object? value) : TaskEntityState
    {
        public object? Value { get; private set; } = value;

        public override bool HasState => Value is not null;

        public override object? GetState(Type type) => Read(Value, type);

        public override void SetState(object? state) => Value = state;
    }

    private sealed class Identity(EntityInstanceId id) : TaskEntityContext
    {
        public override EntityInstanceId Id => id;

        public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
            throw new NotSupportedException("The entities of this service tell nobody anything: their callers do.");

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
            throw new NotSupportedException("The entities of this service start nothing.");
    }
}
