using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>A timeline as a table: a line for each thing that happened, with a bar for when.</summary>
internal static class TimelineTable
{
    private const int BarWidth = 32;

    public static void Write(IAnsiConsole console, JobTimeline timeline)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in new[] { "At", "Took", "" })
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        table.AddColumn("What").AddColumn("How");
        var unicode = console.Profile.Capabilities.Unicode;
        foreach (var entry in timeline.Entries)
        {
            table.AddRow(
                Format.Time(entry.At), Took(entry, timeline.Until), $"[{TimelineText.ColorOf(entry)}]{Bar(entry, timeline, unicode)}[/]",
                Format.Safe(TimelineText.What(entry)), Format.Safe(TimelineText.How(entry)));
        }

        console.Write(table);
        console.MarkupLine(Format.Safe(TimelineText.Sum(timeline)));
    }

    private static string Took(TimelineEntry entry, DateTimeOffset until) => entry.EndedAt == entry.At ? ""
        : entry.EndedAt is { } ended ? Format.Duration((ended - entry.At).TotalSeconds)
        : Format.Duration(Math.Max(0, (until - entry.At).TotalSeconds)) + " …";

    private static string Bar(TimelineEntry entry, JobTimeline timeline, bool unicode)
    {
        var (mark, line) = unicode ? ('│', '█') : ('|', '#');
        var whole = Math.Max(0.001, (timeline.Until - timeline.From).TotalSeconds);
        int Cell(DateTimeOffset at) => Math.Clamp((int)((at - timeline.From).TotalSeconds / whole * BarWidth), 0, BarWidth - 1);
        var (first, last) = (Cell(entry.At), Cell(entry.EndedAt ?? timeline.Until));
        // Behind the end of the job, as messages to webhooks are, there is no room.
        last = Math.Max(first, last);
        return new string(' ', first) + new string(entry.EndedAt == entry.At ? mark : line, last - first + 1) + new string(' ', BarWidth - 1 - last);
    }
}
