using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>Several jobs, one bar each.</summary>
internal sealed class JobBarsDisplay(ProgressContext progress) : IJobDisplay
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProgressTask> _bars = [];

    public void Uploading(string file, long sent, long total) =>
        Set(file, "uploading", total == 0 ? 0 : (double)sent / total, ended: false);

    public void Show(string file, JobEvent value)
    {
        if (value.Job is not { } job)
            return;
        var text = job switch
        {
            { Queue: { } place } => $"{Format.State(job.State)} {place.Position} of {place.Waiting}",
            { Stage: { } stage, State: JobState.Running } => Format.Name(stage),
            _ => Format.State(job.State),
        };
        Set(file, text, job.IsCompleted() ? 1 : Math.Min(job.Progress, 0.999), job.HasEnded());
    }

    private void Set(string file, string text, double fraction, bool ended)
    {
        lock (_lock)
        {
            if (!_bars.TryGetValue(file, out var bar))
                _bars[file] = bar = progress.AddTask("", maxValue: 1);
            bar.Description = $"{Format.Safe(Path.GetFileName(file))} {text}";
            bar.Value = fraction;
            if (ended)
                bar.StopTask();
        }
    }
}
