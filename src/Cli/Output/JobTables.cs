using System.Globalization;
using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>Jobs as tables.</summary>
internal static class JobTables
{
    public static void WriteList(IAnsiConsole console, JobPage page, bool withUsers)
    {
        if (page.Jobs.Count == 0)
        {
            console.MarkupLine("[dim]No jobs.[/]");
            return;
        }

        var table = NewTable("Id", "File", "To", "State", "Progress", "Created");
        if (withUsers)
            table.AddColumn("User");
        foreach (var job in page.Jobs)
        {
            var cells = new List<string>
            {
                Format.Safe(job.Id), Format.Safe(job.FileName), Format.Safe(Targets(job)), Format.State(job.State), Detail(job), Format.Time(job.CreatedAt),
            };
            if (withUsers)
                cells.Add(Format.Safe(job.UserId));
            table.AddRow([.. cells]);
        }

        console.Write(table);
        if (page.Next is not null)
            console.MarkupLine($"[dim]More: --after {Format.Safe(page.Next)}[/]");
    }

    public static void WriteJob(IAnsiConsole console, JobView job)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Row("Job", Format.Safe(job.Id));
        Row("File", Format.Safe(job.FileName));
        Row("State", job.CancelRequested && !job.HasEnded() ? $"{Format.State(job.State)} (cancel asked for)" : Format.State(job.State));
        Row("Languages", Targets(job) is { } target ? $"{Format.Safe(job.Options.SourceLanguage)} → {Format.Safe(target)}" : Format.Safe(job.Options.SourceLanguage));
        Row("Output", Format.Name(job.Options.Output));
        Row("Created", Format.Time(job.CreatedAt));
        RowIf(job.StartedAt is not null, "Started", Format.Time(job.StartedAt));
        RowIf(job.EndedAt is not null, "Ended", Format.Time(job.EndedAt));
        RowIf(job.MediaSeconds is not null, "Length", Format.Duration(job.MediaSeconds ?? 0));
        RowIf(job.GpuSeconds > 0, "GPU time", Format.Duration(job.GpuSeconds));
        RowIf(job.Queue is not null, "Queue", QueueText(job.Queue));
        RowIf(job.ReviewDeadline is not null && !job.HasEnded(), "Review until", Format.Time(job.ReviewDeadline));
        RowIf(job.BasedOn is not null, "Based on", Format.Safe(job.BasedOn));
        RowIf(job.ParentId is not null, "Part of", Format.Safe(job.ParentId));
        RowIf(job.Error is not null, "Error", $"[red]{Format.Safe(job.Error?.Message)}[/] ({Format.Safe(job.Error?.Code)})");
        RowIf(job.Quality is not null, "Timing", QualityText(job.Quality));
        foreach (var warning in job.Warnings)
            Row("Warning", $"[yellow]{Format.Safe(warning)}[/]");
        console.Write(grid);
        WriteStages(console, job);
        WriteLanguages(console, job);
        WriteOutputs(console, job.Outputs);

        void Row(string name, string value) => grid.AddRow($"[dim]{name}[/]", value);
        void RowIf(bool show, string name, string value)
        {
            if (show)
                Row(name, value);
        }
    }

    public static void WriteOutputs(IAnsiConsole console, IReadOnlyList<OutputFile> outputs)
    {
        if (outputs.Count == 0)
            return;
        var table = NewTable("File", "Size", "Type");
        foreach (var file in outputs)
            table.AddRow(Format.Safe(file.Name), Format.Size(file.Size), Format.Safe(file.ContentType));
        console.Write(table);
    }

    public static string QueueText(QueuePlace? place)
    {
        if (place is null)
            return "";
        var text = $"position {place.Position} of {place.Waiting}";
        return place.EstimatedStart is { } start ? $"{text}, starts about {Format.Time(start)}" : text;
    }

    private static string QualityText(QualitySummary? quality)
    {
        if (quality is null)
            return "";
        var look = quality.LookFirst is { Count: > 0 } cues ? $"; look first at cue {string.Join(", ", cues)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Format.Percent(quality.InSlot)} of {quality.Lines} lines in their slot, speed {quality.SpeedP95:0.00} (95%), at most {quality.LongestDrift:0.00} s off{look}");
    }

    public static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = column == "Id" });
        return table;
    }

    private static string? Targets(JobView job) => job.Options.TargetLanguage ?? (job.Options.TargetLanguages is { } several ? string.Join(", ", several) : null);

    private static void WriteLanguages(IAnsiConsole console, JobView job)
    {
        if (job.Languages.Count == 0)
            return;
        var table = NewTable("Language", "Id", "State", "Progress");
        foreach (var language in job.Languages)
            table.AddRow(Format.Safe(language.Language), Format.Safe(language.JobId), Format.State(language.State), Format.Percent(language.Progress));
        console.Write(table);
    }

    private static void WriteStages(IAnsiConsole console, JobView job)
    {
        if (job.Stages.Count == 0)
            return;
        var table = NewTable("Stage", "State", "Progress", "Time", "Attempts", "Engine");
        foreach (var stage in job.Stages)
        {
            table.AddRow(
                Format.Name(stage.Stage),
                stage.Reused ? "Completed [dim](reused)[/]" : Format.Name(stage.State),
                stage.State == StageState.Running ? Format.Percent(stage.Progress) : "",
                stage.Seconds is { } seconds ? Format.Duration(seconds) : "",
                stage.Attempts > 1 ? stage.Attempts.ToString(CultureInfo.InvariantCulture) : "",
                Format.Safe(stage.Engine));
        }

        console.Write(table);
    }

    private static string Detail(JobView job) => job switch
    {
        { Error: { } error } when job.HasEnded() => $"[red]{Format.Safe(error.Code)}[/]",
        { Queue: { } queue } => $"{queue.Position} of {queue.Waiting}",
        { Stage: { } stage, State: JobState.Running } => $"{Format.Percent(job.Progress)} {Format.Name(stage)}",
        _ => Format.Percent(job.Progress),
    };
}
