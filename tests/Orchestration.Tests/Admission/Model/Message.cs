using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Something under way.</summary>
public abstract class Message
{
    private UInt128? _hash;

    /// <summary>An operation that a job calls: effectively once, in order per job and entity. A copy has no caller any more.</summary>
    public sealed class Call(string job, EntityInstanceId entity, string operation, object input, bool isCopy = false) : Message
    {
        public string Job { get; } = job;

        public EntityInstanceId Entity { get; } = entity;

        public string Operation { get; } = operation;

        public object Input { get; } = input;

        public bool IsCopy { get; } = isCopy;

        public override string ToString() => $"C{Job}{Entity}{Operation}{Input}{IsCopy}";
    }

    /// <summary>The answer to a job's call; the job tells the grants. Tickets are joined by commas.</summary>
    public sealed class Reply(string job, SlotOutcome outcome, string grants, ShardReport? report) : Message
    {
        public string Job { get; } = job;

        public SlotOutcome Outcome { get; } = outcome;

        public string Grants { get; } = grants;

        /// <summary>What the job must carry to the pool's shares.</summary>
        public ShardReport? Report { get; } = report;

        public override string ToString() => $"R{Job}{Outcome}{Grants}{Report}";
    }

    /// <summary>A grant on its way to its job.</summary>
    public sealed class Tell(string job, string ticket) : Message
    {
        public string Job { get; } = job;

        public string Ticket { get; } = ticket;

        public override string ToString() => $"T{Ticket}";
    }

    /// <summary>An operation of the reaper or an operator, or what somebody carries between shards: at least once, in any order.</summary>
    public sealed class Signal(EntityInstanceId entity, string operation, object input, string key) : Message
    {
        public static Signal Of(EntityInstanceId entity, string operation, object input) => new(entity, operation, input, $"{entity}{operation}{input}");

        public EntityInstanceId Entity { get; } = entity;

        public string Operation { get; } = operation;

        public object Input { get; } = input;

        public override string ToString() => $"S{key}";
    }

    /// <summary>A hash of what makes it different from others; formed once, since a search asks for it very often.</summary>
    public UInt128 Hash => _hash ??= XxHash128.HashToUInt128(MemoryMarshal.AsBytes(ToString().AsSpan()));
}
