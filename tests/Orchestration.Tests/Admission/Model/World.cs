using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>All there is at one moment: jobs, entities in their stored form, messages under way, what the adversary has left.</summary>
public sealed record World
{
    /// <summary>In the scenario's order.</summary>
    public required ImmutableArray<JobModel> Jobs { get; init; }

    /// <summary>Those that somebody has asked for something, in the order of the first request.</summary>
    public ImmutableArray<StoredState> Entities { get; init; } = [];

    public ImmutableArray<Message> Messages { get; init; } = [];

    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the pool has shards, or may get them.</summary>
    public bool HasShards { get; init; }

    public ImmutableArray<object> Changes { get; init; } = [];

    public int Cancels { get; init; }

    public int Timeouts { get; init; }

    public int Terminations { get; init; }

    public int Duplicates { get; init; }

    public int Crashes { get; init; }

    /// <summary>
    /// A hash of everything that makes a difference; two worlds of one are taken to be the same. Messages have no order among them, nor have entities: their
    /// hashes are added up.
    /// </summary>
    public UInt128 Key
    {
        get
        {
            Span<UInt128> parts = stackalloc UInt128[Jobs.Length + 4];
            foreach (var entity in Entities)
                parts[0] += entity.Hash;
            foreach (var message in Messages)
                parts[1] += message.Hash;
            parts[2] = new UInt128((ulong)Now.ToUnixTimeSeconds(), (ulong)Changes.Length);
            parts[3] = new UInt128(((ulong)Cancels << 32) | (uint)Timeouts, ((ulong)Terminations << 32) | ((uint)Duplicates << 16) | (uint)Crashes);
            for (var i = 0; i < Jobs.Length; i++)
                parts[4 + i] = Jobs[i].Key;
            return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(parts));
        }
    }

    public JobModel Job(string id) => Jobs[IndexOf(id)];

    public World With(JobModel job) => this with { Jobs = Jobs.SetItem(IndexOf(job.Id), job) };

    public World Send(params ReadOnlySpan<Message> messages) => this with { Messages = Messages.AddRange(messages) };

    public World Without(Message message) => this with { Messages = Messages.Remove(message) };

    public StoredState? StateOf(EntityInstanceId id)
    {
        foreach (var entity in Entities)
        {
            if (entity.Entity == id)
                return entity;
        }

        return null;
    }

    public World With(StoredState state) =>
        this with { Entities = StateOf(state.Entity) is { } before ? Entities.Replace(before, state) : Entities.Add(state) };

    public override string ToString() =>
        string.Join('\n', [.. Jobs.Select(j => j.ToString()), .. Entities.Select(e => $"{e.Entity} {e.Json}"), .. Messages.Select(m => m.ToString())]);

    private int IndexOf(string job)
    {
        for (var i = 0; i < Jobs.Length; i++)
        {
            if (Jobs[i].Id == job)
                return i;
        }

        throw new KeyNotFoundException($"There is no job {job}.");
    }
}
