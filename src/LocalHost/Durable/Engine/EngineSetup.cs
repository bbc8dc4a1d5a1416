using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>What an engine is made from.</summary>
internal sealed record EngineSetup(
    EmbeddedRuntimeOptions Options,
    IReadOnlyDictionary<string, IOrchestrator> Orchestrators,
    IReadOnlyDictionary<string, IActivity> Activities,
    IReadOnlyDictionary<string, IDurableEntity> Entities,
    TimeProvider Time,
    ILoggerFactory Loggers,
    ICrashPoints? CrashPoints = null);
