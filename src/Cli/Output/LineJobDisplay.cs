using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>A line for every change of state or stage, for logs and pipes, where nothing can be drawn over.</summary>
internal sealed class LineJobDisplay(IAnsiConsole console) : IJobDisplay
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _last = [];

    public void Uploading(string file, long sent, long total)
    {
        if (sent >= total)
            Write(file, $"uploaded {Format.Size(total)}");
    }

    public void Show(string file, JobEvent value)
    {
        if (value.Kind == "log" && value.Message is not null)
            Write(file, Format.Safe(value.Message));
        else if (value.Job is { } job)
            Write(file, Describe(job));
    }

    private static string Describe(JobView job) => job switch
    {
        { Error: { } error } when job.HasEnded() => $"{Format.State(job.State)}: {Format.Safe(error.Message)} ({Format.Safe(error.Code)})",
        { State: JobState.Running, Stage: { } stage } => $"{Format.State(job.State)}: {Format.Name(stage)}",
        { Queue: { } place } => $"{Format.State(job.State)}: position {place.Position} of {place.Waiting}",
        _ => Format.State(job.State),
    };

    private void Write(string file, string text)
    {
        lock (_lock)
        {
            if (_last.GetValueOrDefault(file) == text)
                return;
            _last[file] = text;
            console.MarkupLine($"{Format.Time(TimeProvider.System.GetUtcNow())} {Format.Safe(Path.GetFileName(file))}: {text}");
        }
    }
}
