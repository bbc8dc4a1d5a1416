using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>A review's result: the translation to speak; null keeps the machine's.</summary>
public sealed record ReviewApproval(ArtifactRef? Translation, string By);
