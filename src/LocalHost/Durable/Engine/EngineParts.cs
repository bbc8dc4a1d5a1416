using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>What the parts of the engine share. Everything but <see cref="Post"/> and the logs belongs to the engine's thread.</summary>
internal sealed class EngineParts
{
    public required EmbeddedRuntimeOptions Options { get; init; }

    public required IReadOnlyDictionary<string, IOrchestrator> Orchestrators { get; init; }

    public required TimeProvider Time { get; init; }

    public required TimerQueue Timers { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required ILogger Log { get; init; }

    public required Action<Action> Post { get; init; }

    public RuntimeCounters Counters { get; init; } = new();

    public MessageQueue Messages { get; } = new();

    /// <summary>Who waits for which instance to end.</summary>
    public CompletionWaiters Waiters { get; } = new();

    /// <summary>The batch that is being filled.</summary>
    public Batch Batch { get; set; } = new(1);

    public long UtcTicks => Time.GetUtcNow().UtcTicks;
}
