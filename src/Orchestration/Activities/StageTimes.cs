using TransVox.Orchestration.Admission.Forecast;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Keeps what was learned about how long stages take.</summary>
public sealed class StageTimes(BlobAreas areas, TimeProvider time)
{
    private const string Path = "stage-times.json";
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);
    private readonly JsonBlobs _json = new(areas.System);
    private volatile Cached? _cached;

    /// <summary>What was learned, at most 15 s old. Not to be changed.</summary>
    public async Task<StageTimeModel> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_cached is { } cached && now - cached.At < MaxAge)
            return cached.Model;
        var model = (await _json.ReadAsync<StageTimeModel>(Path, cancellationToken))?.Value ?? new StageTimeModel();
        _cached = new Cached(model, now);
        return model;
    }

    /// <summary>Learns from a job that completed. Stages that were found finished teach nothing, nor does how fast another's server sent its video.</summary>
    public async Task LearnAsync(JobRequest request, JobStatus status, CancellationToken cancellationToken)
    {
        if (status.State != JobState.Completed || status.MediaSeconds is not { } media)
            return;
        await _json.UpdateAsync<StageTimeModel>(
            Path,
            model =>
            {
                model ??= new StageTimeModel();
                model.ObserveMedia(media);
                foreach (var stage in status.Stages)
                {
                    if (stage is { Stage: >= Stage.Probe, State: StageState.Completed, Reused: false, Seconds: { } seconds })
                        model.Observe(request.Pool, stage.Stage, media, seconds);
                }

                return model;
            },
            cancellationToken);
        _cached = null;
    }

    private sealed record Cached(StageTimeModel Model, DateTimeOffset At);
}
