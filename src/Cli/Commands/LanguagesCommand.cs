using System.CommandLine;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>languages</c>: what the service can dub into what, and with which voices.</summary>
internal static class LanguagesCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("languages", "Show the languages and voices that the service can do.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var catalogue = await client.GetLanguagesAsync(cancellationToken);
            globals.Terminal(parse).Write(catalogue, console => ShowAll(console, catalogue));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void ShowAll(IAnsiConsole console, LanguageCatalogue catalogue)
    {
        foreach (var profile in catalogue.Profiles ?? [])
        {
            console.MarkupLine($"[bold]--profile {Format.Safe(profile.Name)}[/] {Format.Safe(profile.Description)}");
            if (profile.MaxVideoMinutes is { } minutes)
                console.MarkupLine($"Videos of up to {minutes} minutes.");
            Show(console, profile.Languages);
        }

        if (catalogue.Profiles is null)
            Show(console, catalogue);
    }

    private static void Show(IAnsiConsole console, LanguageCatalogue catalogue)
    {
        WriteSources(console, catalogue);
        WriteVoices(console, catalogue);
        if (!catalogue.CanChooseVoice)
            console.MarkupLine("The voice cannot be chosen.");
        if (!catalogue.CanChooseSpeed)
            console.MarkupLine("The speed cannot be chosen.");
        if (catalogue.LeavesMachine)
            console.MarkupLine("Sound or text of the video goes to a server elsewhere.");
        if (catalogue.ForSubtitles is not { } subtitles)
            return;
        console.MarkupLine("[bold]--output Subtitles[/]");
        WriteSources(console, catalogue with { Recognized = subtitles.Recognized, Pairs = subtitles.Pairs, Targets = subtitles.Targets });
        console.MarkupLine($"[bold]--output Transcript[/]: {Names(catalogue.ForTranscript?.Recognized, "any language")}");
    }

    private static void WriteSources(IAnsiConsole console, LanguageCatalogue catalogue)
    {
        var all = catalogue.Targets?.Select(target => target.Language).ToList();
        IReadOnlyList<LanguagePairs> rows = catalogue.Pairs ?? [.. (catalogue.Recognized ?? ["any"]).Select(source => new LanguagePairs(source, null))];
        var table = JobTables.NewTable("From", "Into", "Speech");
        foreach (var (source, targets) in rows)
        {
            table.AddRow(
                Format.Safe(source),
                Names(targets ?? all?.Where(target => target != source).ToList(), "any"),
                catalogue.Recognized is { } known && !known.Contains(source) ? "own subtitles only" : "recognized");
        }

        console.Write(table);
        if (catalogue.Pairs is null && catalogue.Recognized is not null)
            console.MarkupLine("Any other language with subtitles of your own (--subtitle-file).");
    }

    private static void WriteVoices(IAnsiConsole console, LanguageCatalogue catalogue)
    {
        if (!catalogue.CanChooseVoice)
            return;
        var table = JobTables.NewTable("Language", "Voices (the usual one first)");
        foreach (var target in catalogue.Targets ?? [])
            table.AddRow(Format.Safe(target.Language), Names(target.Voices ?? catalogue.Voices, "any name"));
        if (catalogue.Targets is null)
            table.AddRow("any", Names(catalogue.Voices, "any name"));
        console.Write(table);
        if (catalogue.VoiceVariants is { Count: > 0 } variants)
            console.MarkupLine($"A variant may follow a voice, as in --voice NAME+{Format.Safe(variants[0])}: {Names(variants, "")}");
    }

    private static string Names(IReadOnlyList<string>? names, string undeclared) =>
        names is null ? undeclared : Format.Safe(string.Join(", ", names));
}
