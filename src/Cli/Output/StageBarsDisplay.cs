using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>One job as bars: the upload, the state of the whole, and one bar per stage.</summary>
internal sealed class StageBarsDisplay(ProgressContext progress) : IJobDisplay
{
    private readonly Dictionary<Stage, ProgressTask> _stages = [];
    private ProgressTask? _upload;
    private ProgressTask? _whole;

    public void Uploading(string file, long sent, long total)
    {
        _upload ??= progress.AddTask("Upload", maxValue: Math.Max(1, total));
        _upload.Value = total == 0 ? 1 : sent;
    }

    public void Show(string file, JobEvent value)
    {
        if (value.Job is not { } job)
            return;
        _whole ??= progress.AddTask("Job", maxValue: 1);
        _whole.Description = Describe(job);
        _whole.Value = job.IsCompleted() ? 1 : Math.Min(job.Progress, 0.999);
        foreach (var stage in job.Stages)
            Show(stage);
        if (job.HasEnded())
            _whole.StopTask();
    }

    private void Show(StageView stage)
    {
        if (stage.State == StageState.Pending)
            return;
        if (!_stages.TryGetValue(stage.Stage, out var bar))
            _stages[stage.Stage] = bar = progress.AddTask(Format.Name(stage.Stage), maxValue: 1);
        bar.Value = stage.State is StageState.Completed or StageState.Skipped ? 1 : stage.Progress;
        bar.Description = stage switch
        {
            { Reused: true } => $"{Format.Name(stage.Stage)} [dim]reused[/]",
            { State: StageState.Failed } => $"{Format.Name(stage.Stage)} [red]failed[/]",
            { State: StageState.Skipped } => $"{Format.Name(stage.Stage)} [dim]not needed[/]",
            _ => Format.Name(stage.Stage),
        };
        if (stage.State != StageState.Running)
            bar.StopTask();
    }

    private static string Describe(JobView job) =>
        job.Queue is { } place ? $"{Format.State(job.State)} {place.Position} of {place.Waiting}" : Format.State(job.State);
}
