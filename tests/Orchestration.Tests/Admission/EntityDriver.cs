using System.Text.Json;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>One entity as a host runs it: after every operation the state goes through JSON, so nothing can hide in memory.</summary>
internal sealed class EntityDriver(Func<TimeProvider, ITaskEntity> entity, object state)
{
    private object _state = state;

    public DateTimeOffset Now { get; set; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public T State<T>() => (T)_state;

    public string Json => JsonSerializer.Serialize(_state, DurableJson.Options);

    public SlotAnswer Call(string operation, object input)
    {
        var (after, answer) = EntityCall.Apply(entity(new FixedTime(Now)), new EntityInstanceId("slots", "key"), operation, input, _state);
        var json = JsonSerializer.Serialize(after, DurableJson.Options);
        _state = JsonSerializer.Deserialize(json, after!.GetType(), DurableJson.Options)!;
        Assert.Equal(json, Json);
        return (SlotAnswer)answer!;
    }

    public SlotAnswer Release(string ticket, double gpuSeconds = 0) => Call(SlotEntities.Release, new ReleaseSlot(ticket, gpuSeconds));
}
