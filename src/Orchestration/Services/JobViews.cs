using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>From a job to what its owner sees. Pure.</summary>
public static class JobViews
{
    public static JobView Create(JobSnapshot job, ProgressReport? progress = null, QueuePlace? place = null)
    {
        var (request, status) = (job.Request, job.Status);
        var fraction = progress is not null && progress.Stage == status.Stage ? progress.Fraction : 0;
        return new JobView
        {
            Id = request.JobId,
            UserId = request.UserId,
            FileName = request.FileName,
            State = status.State,
            Stage = status.Stage?.ToWire(),
            Progress = ProgressOf(status, fraction),
            Options = status.Options(request).ToWire(),
            Priority = request.Priority,
            Pool = request.Pool,
            CreatedAt = request.SubmittedAt,
            StartedAt = status.StartedAt,
            EndedAt = status.EndedAt,
            Queue = place,
            Stages = [.. status.Stages.Select(s => StageOf(s, status.Stage == s.Stage ? fraction : 0))],
            Outputs = [.. status.Outputs.Select(f => OutputOf(request.JobId, f))],
            Error = status.Error,
            Warnings = status.Warnings,
            Quality = status.Quality?.ToWire(),
            GpuSeconds = status.GpuSeconds,
            MediaSeconds = status.MediaSeconds,
            Review = request.Review,
            ReviewDeadline = status.ReviewDeadline,
            BasedOn = request.BasedOn,
            CancelRequested = status.CancelRequested,
        };
    }

    /// <summary>Shares of the whole that the stages usually take.</summary>
    private static double WeightOf(Stage stage) => stage switch
    {
        Stage.Probe => 1,
        Stage.Extract => 3,
        Stage.Separate => 12,
        Stage.Transcribe => 40,
        Stage.Translate => 6,
        Stage.Synthesize => 22,
        Stage.Mix => 10,
        _ => 6,
    };

    private static double ProgressOf(JobStatus status, double fraction)
    {
        if (status.State == JobState.Completed)
            return 1;
        double done = 0, all = 0;
        foreach (var stage in status.Stages)
        {
            if (stage.State == StageState.Skipped)
                continue;
            var weight = WeightOf(stage.Stage);
            all += weight;
            done += stage.State == StageState.Completed ? weight : stage.State == StageState.Running ? weight * fraction : 0;
        }

        return all == 0 ? 0 : Math.Round(done / all, 4);
    }

    private static StageView StageOf(StageStatus stage, double fraction) => new(
        stage.Stage.ToWire(),
        stage.State,
        stage.State == StageState.Completed ? 1 : Math.Round(fraction, 4),
        stage.StartedAt,
        stage.EndedAt,
        stage.Seconds,
        stage.Reused,
        stage.Attempts,
        stage.Engine,
        stage.Use?.ToWire());

    private static OutputFile OutputOf(string jobId, PublishedFile file) =>
        new(file.Name, file.Size, ContentTypes.Of(file.Name), $"/api/jobs/{jobId}/files/{Uri.EscapeDataString(file.Name)}");
}
