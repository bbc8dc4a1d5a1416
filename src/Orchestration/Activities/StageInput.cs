using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Input of a stage's activity.</summary>
/// <param name="Ticket">The lease under which it runs, if any.</param>
/// <param name="Artifacts">All that earlier stages left, by artifact name.</param>
/// <param name="Source">The video.</param>
/// <param name="Fresh">Run even though stored results exist; they are then looked for under this job only.</param>
/// <param name="FreesPlace">The job has its first lease: it no longer counts as waiting.</param>
/// <param name="ReducedBatch">The last run was out of GPU memory.</param>
/// <param name="Attempt">From 1: which attempt at the stage this is; zero from versions that did not say.</param>
/// <param name="Next">The stage that follows with no wait in between: it may begin while the results of this one go up.</param>
/// <param name="PoisonAfter">Starts without an end after which the stage is not started any more.</param>
public sealed record StageInput(
    string JobId,
    string UserId,
    Stage Stage,
    DubbingOptions Options,
    SourceRef Source,
    IReadOnlyDictionary<string, ArtifactRef> Artifacts,
    long MaxVideoBytes,
    double MaxVideoSeconds,
    int PoisonAfter = 3,
    string? Ticket = null,
    bool Fresh = false,
    bool FreesPlace = false,
    bool ReducedBatch = false,
    int Attempt = 0,
    Stage? Next = null);
