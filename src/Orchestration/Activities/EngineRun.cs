using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>What an engine left in its directory.</summary>
/// <param name="Result">Its files and what is known of them.</param>
/// <param name="Seconds">How long it ran.</param>
internal sealed record EngineRun(StageResult Result, double Seconds);
