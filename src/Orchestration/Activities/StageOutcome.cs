using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Orchestration.Activities;

/// <summary>What became of a stage: its results or an error, never both.</summary>
/// <param name="Error">Set when it failed.</param>
/// <param name="Artifacts">What it left, by artifact name.</param>
/// <param name="Engine">Name and version of the engine.</param>
/// <param name="Seconds">How long the engine ran.</param>
/// <param name="Reused">The results were there already.</param>
/// <param name="MediaSeconds">Length of the video, from the first stage.</param>
/// <param name="SourceSha256">Hash of the video, from the first stage.</param>
/// <param name="Warnings">Shown to the user.</param>
/// <param name="Quality">How well the dub fits, from the stage that places it.</param>
/// <param name="Language">What is spoken, where the request left it open.</param>
/// <param name="Use">What this run used of services that count it, failed or not; results that were there already used nothing.</param>
/// <param name="Runs">Every run of this attempt, the last one included: more than one where a host went away.</param>
/// <param name="Fetched">The video, from <see cref="Stage.Fetch"/>.</param>
public sealed record StageOutcome(
    ActivityError? Error = null,
    IReadOnlyDictionary<string, ArtifactRef>? Artifacts = null,
    string? Engine = null,
    double Seconds = 0,
    bool Reused = false,
    double? MediaSeconds = null,
    string? SourceSha256 = null,
    IReadOnlyList<string>? Warnings = null,
    QualitySummary? Quality = null,
    string? Language = null,
    EngineUse? Use = null,
    SourceRef? Fetched = null,
    IReadOnlyList<StageRunTime>? Runs = null)
{
    public static StageOutcome Failed(ActivityError error) => new(error);
}
