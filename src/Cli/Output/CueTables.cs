using System.Globalization;
using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>Cues under review as tables.</summary>
internal static class CueTables
{
    public static void Write(IAnsiConsole console, SubtitleDocument document)
    {
        var table = JobTables.NewTable("#", "From", "To", "Said", "Will be said", "Confidence");
        foreach (var cue in document.Cues)
        {
            table.AddRow(
                cue.Index.ToString(CultureInfo.InvariantCulture),
                Time(cue.Start),
                Time(cue.End),
                Format.Safe(cue.Text),
                Format.Safe(cue.Translation),
                cue.Confidence?.ToString("0.00", CultureInfo.InvariantCulture) ?? "");
        }

        console.Write(table);
        WriteProblems(console, document);
        if (!document.Editable)
            console.MarkupLine("[dim]The job does not wait for review: these cues can be changed with 'transvox revise'.[/]");
    }

    public static void WriteProblems(IAnsiConsole console, SubtitleDocument document)
    {
        foreach (var problem in document.Problems)
            console.MarkupLine($"[{(problem.Blocking ? "red" : "yellow")}]cue {problem.Index}[/] {Format.Safe(problem.Message)} [dim]({Format.Safe(problem.Code)})[/]");
        console.MarkupLine($"[dim]Version {Format.Safe(document.ETag)}[/]");
    }

    private static string Time(double seconds) => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.f", CultureInfo.InvariantCulture);
}
