using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Reaper;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>An entity's state in its stored form. Within a <see cref="SlotSystem"/> equal states of an entity are one object.</summary>
public sealed class StoredState(EntityInstanceId entity, string json)
{
    private object? _state;
    private IReadOnlyList<HeldTicket>? _held;

    public EntityInstanceId Entity { get; } = entity;

    public string Json { get; } = json;

    public UInt128 Hash { get; } = XxHash128.HashToUInt128(MemoryMarshal.AsBytes($"{entity}{json}".AsSpan()));

    public UserSlotsState User => Read<UserSlotsState>();

    public GpuSlotsState Gpu => Read<GpuSlotsState>();

    public GpuSharesState Shares => Read<GpuSharesState>();

    /// <summary>Leases and places.</summary>
    public IReadOnlyList<HeldTicket> Held => _held ??= Entity.Name switch
    {
        SlotEntities.GpuShares => [],
        SlotEntities.UserSlots => [.. HeldTicket.Of(Entity, User)],
        _ => [.. HeldTicket.Of(Entity, Gpu)],
    };

    private T Read<T>()
        where T : class => (T)(_state ??= JsonSerializer.Deserialize<T>(Json, DurableJson.Options)!);
}
