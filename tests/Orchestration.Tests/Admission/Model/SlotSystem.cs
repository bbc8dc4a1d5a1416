using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>
/// The three entity types under test, applied to states in their stored form. Every application is checked for what must hold of a
/// single operation; equal applications are remembered, since an exhaustive search repeats them by the million.
/// </summary>
public sealed class SlotSystem(Func<TimeProvider, ITaskEntity> user, Func<TimeProvider, ITaskEntity> gpu, Func<ITaskEntity> shares)
{
    private static readonly string NoUser = Write(new UserSlotsState());
    private static readonly string NoPool = Write(new GpuSlotsState());
    private static readonly string NoShares = Write(new GpuSharesState());

    private readonly ConcurrentDictionary<(StoredState State, string Operation, object Input, DateTimeOffset Now), (StoredState State, SlotAnswer Answer)> _known = new();
    private readonly ConcurrentDictionary<(EntityInstanceId Entity, string Json), StoredState> _states = new();

    /// <summary>The production code.</summary>
    public static SlotSystem Real() => new(time => new UserSlotsEntity(time), time => new GpuSlotsEntity(time), () => new GpuSharesEntity());

    public int Applications => _known.Count;

    /// <summary>An entity that nobody has asked for anything.</summary>
    public StoredState Create(EntityInstanceId id) => Stored(id, id.Name switch
    {
        SlotEntities.UserSlots => NoUser,
        SlotEntities.GpuSlots => NoPool,
        _ => NoShares,
    });

    public (StoredState State, SlotAnswer Answer) Apply(StoredState state, string operation, object input, DateTimeOffset now) =>
        _known.GetOrAdd(
            // A list is equal to itself only: told apart by its content instead.
            (state, operation, input is ReapSlots reap ? string.Join(',', reap.Tickets) : input, now),
            _ => ApplyChecked(state, operation, input, now));

    private (StoredState State, SlotAnswer Answer) ApplyChecked(StoredState state, string operation, object input, DateTimeOffset now)
    {
        var (after, answer) = ApplyOnce(state, operation, input, now);
        var (again, second) = ApplyOnce(after, operation, input, now);
        if (again != after || second.Grants.Count > 0 || second.Outcome != answer.Outcome)
            throw new InvariantException(Invariants.Idempotence, $"{operation} {input} twice: {answer.Outcome} {after.Json} then {second.Outcome} {again.Json}");
        StateChecks.Check(state, after, input, answer, now);
        return (after, answer);
    }

    private (StoredState State, SlotAnswer Answer) ApplyOnce(StoredState state, string operation, object input, DateTimeOffset now)
    {
        var id = state.Entity;
        var entity = id.Name == SlotEntities.GpuShares ? shares() : (id.Name == SlotEntities.UserSlots ? user : gpu)(new FixedTime(now));
        var (after, answer) = EntityCall.Apply(entity, id, operation, input, state.Json);
        return (Stored(id, Write(after!)), (SlotAnswer)answer!);
    }

    private StoredState Stored(EntityInstanceId id, string json) => _states.GetOrAdd((id, json), key => new StoredState(key.Entity, key.Json));

    private static string Write(object state) => JsonSerializer.Serialize(state, state.GetType(), DurableJson.Options);
}
