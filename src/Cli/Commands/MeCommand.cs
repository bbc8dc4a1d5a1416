using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>me</c>: who the service takes the caller for, with limits and use; <c>me export</c>: what it holds about the caller.</summary>
internal static class MeCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("me", "Show who you are to the service, your limits and your use.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var me = await client.GetMeAsync(cancellationToken);
            globals.Terminal(parse).Write(me, console => Show(console, me));
            return ExitCodes.Ok;
        });
        command.Subcommands.Add(CreateExport(globals));
        return command;
    }

    private static Command CreateExport(GlobalOptions globals)
    {
        var output = new Option<FileInfo?>("--out") { Description = "Where to write it; by default standard output.", HelpName = "FILE" };
        var command = new Command("export", "Write what the service holds about you as JSON.");
        command.Options.Add(output);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse);
            var export = await client.ExportMeAsync(cancellationToken);
            var text = export.ToJsonString(CliJson.ForOutput);
            if (parse.GetValue(output) is not { } file)
            {
                Console.Out.WriteLine(text);
                return ExitCodes.Ok;
            }

            await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
            globals.Terminal(parse).Write(new JsonObject { ["file"] = file.FullName }, console => console.MarkupLine($"written to {Format.Safe(file.FullName)}"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, MeView me)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        grid.AddRow("[dim]User[/]", Format.Safe(me.UserId) + (me.IsAdmin ? " (admin)" : ""));
        grid.AddRow("[dim]Jobs[/]", $"{me.Running} running of {me.MaxJobs} at once, {me.Waiting} waiting");
        grid.AddRow("[dim]Weight[/]", me.Weight.ToString(CultureInfo.InvariantCulture));
        grid.AddRow("[dim]GPU time[/]", $"{Format.Duration(me.GpuSeconds)} in all, {Format.Duration(me.RecentGpuSeconds)} lately");
        if (me.Use is { Requests: > 0 } use)
            grid.AddRow("[dim]Services[/]", $"{Format.Duration(use.AudioSeconds)} recognized, {use.InputTokens + use.OutputTokens} tokens, {use.Characters} characters");
        grid.AddRow("[dim]Largest video[/]", $"{Format.Size(me.MaxVideoBytes)}, {Format.Duration(me.MaxVideoSeconds)}");
        console.Write(grid);
    }
}
