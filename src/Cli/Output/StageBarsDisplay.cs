using Spectre.Console;
using TransVox.Cli.Contract;

namespace TransVox.Cli.Output;

/// <summary>One job as bars: the upload, the state of the whole, and one bar per stage.</summary>
internal sealed class StageBarsDisplay(ProgressContext progress) : IJobDisplay
{
    private readonly Dictionary<string, ProgressTask> _stages = [];
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

    private void Show(JobStage stage)
    {
        if (stage.State == "Pending")
            return;
        if (!_stages.TryGetValue(stage.Stage, out var bar))
            _stages[stage.Stage] = bar = progress.AddTask(Format.Safe(stage.Stage), maxValue: 1);
        bar.Value = stage.State is "Completed" or "Skipped" ? 1 : stage.Progress;
        bar.Description = stage switch
        {
            { Reused: true } => $"{Format.Safe(stage.Stage)} [dim]reused[/]",
            { State: "Failed" } => $"{Format.Safe(stage.Stage)} [red]failed[/]",
            { State: "Skipped" } => $"{Format.Safe(stage.Stage)} [dim]not needed[/]",
            _ => Format.Safe(stage.Stage),
        };
        if (stage.State != "Running")
            bar.StopTask();
    }

    private static string Describe(Job job) =>
        job.Queue is { } place ? $"{Format.State(job.State)} {place.Position} of {place.Waiting}" : Format.State(job.State);
}
