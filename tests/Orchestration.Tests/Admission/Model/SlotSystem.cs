using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
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

    private readonly ConcurrentDictionary<(StoredState State, string Operation, object Input, DateTimeOffset Now), (string State, SlotAnswer Answer)> _known = new();
    private readonly ConcurrentDictionary<string, string> _states = new(StringComparer.Ordinal);

    /// <summary>The production code.</summary>
    public static SlotSystem Real() => new(time => new UserSlotsEntity(time), time => new GpuSlotsEntity(time), () => new GpuSharesEntity());

    public int Applications => _known.Count;

    public static string Create(EntityInstanceId id) => id.Name switch
    {
        SlotEntities.UserSlots => NoUser,
        SlotEntities.GpuSlots => NoPool,
        _ => NoShares,
    };

    public (string State, SlotAnswer Answer) Apply(EntityInstanceId id, string state, string operation, object input, DateTimeOffset now) =>
        _known.GetOrAdd(
            // A list is equal to itself only: told apart by its content instead.
            (new StoredState(state), operation, input is ReapSlots reap ? string.Join(',', reap.Tickets) : input, now),
            _ => ApplyChecked(id, state, operation, input, now));

    private (string State, SlotAnswer Answer) ApplyChecked(EntityInstanceId id, string state, string operation, object input, DateTimeOffset now)
    {
        var (after, answer) = ApplyOnce(id, state, operation, input, now);
        var (again, second) = ApplyOnce(id, after, operation, input, now);
        if (again != after || second.Grants.Count > 0 || second.Outcome != answer.Outcome)
            throw new InvariantException(Invariants.Idempotence, $"{operation} {input} twice: {answer.Outcome} {after} then {second.Outcome} {again}");
        StateChecks.Check(id, state, after, input, answer, now);
        return (_states.GetOrAdd(after, after), answer);
    }

    private (string State, SlotAnswer Answer) ApplyOnce(EntityInstanceId id, string state, string operation, object input, DateTimeOffset now)
    {
        var entity = id.Name == SlotEntities.GpuShares ? shares() : (id.Name == SlotEntities.UserSlots ? user : gpu)(new FixedTime(now));
        var (after, answer) = EntityCall.Apply(entity, id, operation, input, state);
        return (Write(after!), (SlotAnswer)answer!);
    }

    /// <summary>Equal states are one object, so the long text is not read to tell them apart.</summary>
    private readonly struct StoredState(string text) : IEquatable<StoredState>
    {
        private readonly string _text = text;

        public bool Equals(StoredState other) => ReferenceEquals(_text, other._text);

        public override bool Equals(object? obj) => obj is StoredState other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(_text);
    }

    private static string Write(object state) => JsonSerializer.Serialize(state, state.GetType(), DurableJson.Options);
}
