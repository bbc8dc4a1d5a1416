using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Activities;

/// <summary>Done, or an error.</summary>
/// <param name="Error">Set when it failed.</param>
/// <param name="Artifacts">What languages left, by <see cref="Pipeline.Stages.Artifacts.MixOf"/> and <see cref="Pipeline.Stages.Artifacts.TranslationOf"/>.</param>
public sealed record LanguagesOutcome(ActivityError? Error = null, IReadOnlyDictionary<string, ArtifactRef>? Artifacts = null) : IStepOutcome;
