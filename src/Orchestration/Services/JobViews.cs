using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>From a job to what its owner sees. Pure.</summary>
public static class JobViews
{
    // What translation to the result usually takes, by the weights below.
    private const double LanguageWeight = 44;

    /// <summary>The view.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">Of the stage that runs.</param>
    /// <param name="place">Its place in the queue.</param>
    /// <param name="languages">Jobs of its languages as they are now; for those that are left out, what the job itself knows.</param>
    public static JobView Create(
        JobSnapshot job, ProgressReport? progress = null, QueuePlace? place = null, IReadOnlyDictionary<string, JobView>? languages = null)
    {
        var (request, status) = (job.Request, job.Status);
        var fraction = progress is not null && progress.Stage == status.Stage ? progress.Fraction : 0;
        IReadOnlyList<LanguageView> own = [.. request.Languages.Select(language => LanguageOf(language, status, languages))];
        return new JobView
        {
            Id = request.JobId,
            UserId = request.UserId,
            FileName = request.FileName,
            SourceUrl = request.SourceUrl,
            State = status.State,
            Stage = status.Stage?.ToWire(),
            Progress = ProgressOf(status, fraction, own),
            Options = status.Options(request).ToWire(),
            Priority = request.Priority,
            Pool = request.Pool,
            CreatedAt = request.SubmittedAt,
            StartedAt = status.StartedAt,
            EndedAt = status.EndedAt,
            Queue = place,
            Stages = [.. status.Stages.Select(s => StageOf(s, status.Stage == s.Stage ? fraction : 0, progress?.Stage == s.Stage ? progress : null, status.Fetched?.Size))],
            Outputs = [.. status.Outputs.Select(f => OutputOf(request.JobId, f))],
            Error = status.Error,
            Warnings = status.Warnings,
            Quality = status.Quality?.ToWire(),
            GpuSeconds = status.GpuSeconds,
            MediaSeconds = status.MediaSeconds,
            Review = request.Review,
            ReviewDeadline = status.ReviewDeadline,
            BasedOn = request.BasedOn,
            Languages = own,
            ParentId = request.ParentId,
            CancelRequested = status.CancelRequested,
        };
    }

    /// <summary>Shares of the whole that the stages usually take.</summary>
    private static double WeightOf(Stage stage) => stage switch
    {
        Stage.Fetch => 10,
        Stage.Probe => 1,
        Stage.Extract => 3,
        Stage.Separate => 12,
        Stage.Transcribe => 40,
        Stage.Translate => 6,
        Stage.Synthesize => 22,
        Stage.Mix => 10,
        _ => 6,
    };

    private static LanguageView LanguageOf(LanguageJob language, JobStatus status, IReadOnlyDictionary<string, JobView>? languages)
    {
        if (languages?.GetValueOrDefault(language.JobId) is { } view)
            return new LanguageView(language.Language, language.JobId, view.State, JobTransitions.IsTerminal(view.State) ? 1 : view.Progress);
        return status.Languages.FirstOrDefault(ended => ended.JobId == language.JobId) is { } known
            ? new LanguageView(language.Language, language.JobId, known.State, 1)
            : new LanguageView(language.Language, language.JobId, JobState.Received, 0);
    }

    private static double ProgressOf(JobStatus status, double fraction, IReadOnlyList<LanguageView> languages)
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

        foreach (var language in languages)
        {
            all += LanguageWeight;
            done += LanguageWeight * language.Progress;
        }

        return all == 0 ? 0 : Math.Round(done / all, 4);
    }

    private static StageView StageOf(StageStatus stage, double fraction, ProgressReport? progress, long? fetched) => new(
        stage.Stage.ToWire(),
        stage.State,
        stage.State == StageState.Completed ? 1 : Math.Round(fraction, 4),
        stage.StartedAt,
        stage.EndedAt,
        stage.Seconds,
        stage.Reused,
        stage.Attempts,
        stage.Engine,
        stage.Use?.ToWire(),
        stage.Stage == Stage.Fetch ? fetched ?? progress?.Bytes : null,
        stage.Stage == Stage.Fetch ? fetched ?? progress?.TotalBytes : null);

    private static OutputFile OutputOf(string jobId, PublishedFile file) =>
        new(file.Name, file.Size, ContentTypes.Of(file.Name), $"/api/jobs/{jobId}/files/{Uri.EscapeDataString(file.Name)}");
}
