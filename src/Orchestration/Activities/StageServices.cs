using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Telemetry;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>What running a stage takes.</summary>
public sealed record StageServices(
    IStageRunner Runner,
    BlobAreas Areas,
    WorkStore Work,
    ArtifactCache Cache,
    LocalWorkspace Workspace,
    DiskRoom Disk,
    IProgressStore Progress,
    StopSignals Stops,
    IQueuePlaces Places,
    JobMetrics Metrics,
    SourceFetcher Fetcher,
    MediaSlots Media,
    StagesAhead Ahead,
    TimeProvider Time,
    ILogger<StageExecutor> Logger);
