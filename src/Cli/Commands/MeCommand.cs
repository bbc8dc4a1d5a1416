using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>me</c>: who the service takes the caller for, with limits and use.</summary>
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
