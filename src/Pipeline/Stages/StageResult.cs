using TransVox.Pipeline.Media;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Stages;

/// <summary>What a finished stage left behind. Outputs were validated: they exist, decode, and their durations and counts fit.</summary>
/// <param name="Outputs">Artifact name → absolute path in the work directory.</param>
/// <param name="Engine">Name and version of the engine, as recorded in <c>job.json</c>.</param>
/// <param name="Media">Set by <see cref="Stage.Probe"/>.</param>
/// <param name="Warnings">Shown to the user.</param>
/// <param name="Quality">Set by <see cref="Stage.Mix"/>, where its engine says how well the dub fits.</param>
/// <param name="Language">Set by <see cref="Stage.Transcribe"/> when the request left it open: what is spoken.</param>
/// <param name="Use">What was used of services that count it, or null.</param>
public sealed record StageResult(
    IReadOnlyDictionary<string, string> Outputs,
    string Engine,
    MediaInfo? Media = null,
    IReadOnlyList<string>? Warnings = null,
    QualitySummary? Quality = null,
    string? Language = null,
    EngineUse? Use = null);
