using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Activities;

/// <summary>The published files, or an error.</summary>
public sealed record PublishOutcome(ActivityError? Error = null, IReadOnlyList<PublishedFile>? Files = null) : IStepOutcome;
