namespace TransVox.Orchestration.Jobs;

/// <summary>One of the languages of a job, which has a job of its own.</summary>
/// <param name="Language">As the user gave it.</param>
/// <param name="JobId">Id of its job.</param>
/// <param name="Plan">What runs for this language alone.</param>
public sealed record LanguageJob(string Language, string JobId, IReadOnlyList<PlannedStage> Plan);
