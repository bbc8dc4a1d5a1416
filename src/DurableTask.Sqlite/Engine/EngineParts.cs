using DurableTask.Sqlite.Execution;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Engine;

/// <summary>What the parts of the engine share. Everything but <see cref="Post"/> and the logs belongs to the engine's thread.</summary>
internal sealed class EngineParts
{
    public required SqliteOptions Options { get; init; }

    public required ExecutionServices Services { get; init; }

    public required TimeProvider Time { get; init; }

    public required TimerQueue Timers { get; init; }

    public required ILogger Log { get; init; }

    public required Action<Action> Post { get; init; }

    public EngineCounters Counters { get; init; } = new();

    public MessageQueue Messages { get; } = new();

    /// <summary>Who waits for which instance to begin.</summary>
    public InstanceWaiters StartWaiters { get; } = new();

    /// <summary>Who waits for which instance to end.</summary>
    public InstanceWaiters EndWaiters { get; } = new();

    /// <summary>Who waits for which instance to change.</summary>
    public InstanceWaiters ChangeWaiters { get; } = new();

    /// <summary>The batch that is being filled.</summary>
    public Batch Batch { get; set; } = new(1);

    public long UtcTicks => Time.GetUtcNow().UtcTicks;
}
