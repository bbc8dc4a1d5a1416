using System.Globalization;

namespace TransVox.Cli.Output;

/// <summary>What is said when a job that was watched has ended.</summary>
internal static class JobSummary
{
    public static void Write(Terminal terminal, JobView job, IReadOnlyList<string> files, TimeSpan wall)
    {
        if (!job.IsCompleted())
        {
            terminal.Line($"{Format.State(job.State)} [dim]{Format.Safe(job.Id)}[/] {Format.Safe(job.Error?.Message)} {Code(job)}".TrimEnd());
            if (job.Error?.Retryable == true)
                terminal.Line($"[dim]Try it again with: transvox retry {Format.Safe(job.Id)}[/]");
            return;
        }

        var planned = job.Stages.Where(stage => stage.State != StageState.Skipped).ToList();
        var reused = planned.Count(stage => stage.Reused);
        var text = $"[green]Completed[/] [dim]{Format.Safe(job.Id)}[/] in {Format.Duration(wall.TotalSeconds)}";
        if (job.MediaSeconds is > 0 and var length)
            text += string.Create(CultureInfo.InvariantCulture, $" for {Format.Duration(length)} of video (real-time factor {wall.TotalSeconds / length:0.00})");
        if (reused > 0)
            text += $"; {reused} of {planned.Count} stages were reused from an earlier job";
        terminal.Line(text);
        foreach (var warning in job.Warnings)
            terminal.Line($"[yellow]warning:[/] {Format.Safe(warning)}");
        foreach (var file in files)
            terminal.Line($"  {Format.Safe(file)}");
    }

    private static string Code(JobView job) => job.Error is { } error ? $"({Format.Safe(error.Code)})" : "";
}
