using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Activities;

/// <summary>Asks for the results to be put where their owner finds them.</summary>
public sealed record PublishInput(string JobId, string UserId, string FileName, IReadOnlyDictionary<string, ArtifactRef> Artifacts);
