using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Orchestration.Storage;

/// <summary>
/// Written last, and only if there is none: the results of a stage exist when this does. Whoever comes second finds it and drops
/// what it has.
/// </summary>
public sealed record StageManifest(
    Stage Stage,
    string Fingerprint,
    IReadOnlyDictionary<string, ArtifactRef> Artifacts,
    string Engine,
    double Seconds,
    string JobId,
    string? Ticket,
    DateTimeOffset CommittedAt,
    double? MediaSeconds = null,
    IReadOnlyList<string>? Warnings = null,
    IReadOnlyList<string>? Log = null,
    QualitySummary? Quality = null,
    string? Language = null,
    EngineUse? Use = null);
