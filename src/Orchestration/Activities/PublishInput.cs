using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Asks for the results to be put where their owner finds them.</summary>
/// <param name="Artifacts">All that the stages left, by artifact name.</param>
/// <param name="Options">What was asked for; null in jobs from before one could ask for text alone.</param>
public sealed record PublishInput(
    string JobId, string UserId, string FileName, IReadOnlyDictionary<string, ArtifactRef> Artifacts, DubbingOptions? Options = null);
