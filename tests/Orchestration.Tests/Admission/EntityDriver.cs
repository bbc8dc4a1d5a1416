using System.Text.Json;
using TransVox.Orchestration.Admission;
using TransVox.Orchestration.Durable;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>One entity as a host runs it: after every operation the state goes through JSON, so nothing can hide in memory.</summary>
internal sealed class EntityDriver(IDurableEntity entity)
{
    private object _state = entity.CreateState("key");

    public DateTimeOffset Now { get; set; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public T State<T>() => (T)_state;

    public string Json => JsonSerializer.Serialize(_state, DurableJson.Options);

    public SlotAnswer Call(string operation, object input)
    {
        Assert.Equal(entity.InputTypeOf(operation), input.GetType());
        var outcome = entity.Apply(_state, operation, input, Now);
        var json = JsonSerializer.Serialize(outcome.State, DurableJson.Options);
        _state = JsonSerializer.Deserialize(json, entity.StateType, DurableJson.Options)!;
        Assert.Equal(json, Json);
        return (SlotAnswer)outcome.Result!;
    }

    public SlotAnswer Release(string ticket, double gpuSeconds = 0) => Call(SlotEntities.Release, new ReleaseSlot(ticket, gpuSeconds));
}
