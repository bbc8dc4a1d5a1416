using System.CommandLine;
using TransVox.Cli.Move;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>export DIR</c> and <c>import DIR</c>: jobs from one service to another, by turns until nothing is left to do.</summary>
internal static class MoveCommands
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    public static Command Export(GlobalOptions globals)
    {
        var directory = Directory();
        var wait = new Option<bool>("--wait") { Description = "Stay until the jobs that are under way have ended, and copy them too." };
        var command = new Command("export", "Copy finished and waiting jobs to a folder, and withdraw those that the other service holds (admins).");
        command.Arguments.Add(directory);
        command.Options.Add(wait);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var terminal = globals.Terminal(parse);
            var exporter = new JobExporter(client, new MoveFolder(parse.GetRequiredValue(directory)));
            var report = await exporter.RunAsync(cancellationToken);
            using var timer = new PeriodicTimer(Look);
            while (parse.GetValue(wait) && report.LeftBehind.Count > 0 && await timer.WaitForNextTickAsync(cancellationToken))
            {
                var more = await exporter.RunAsync(cancellationToken);
                report = more with { Finished = [.. report.Finished, .. more.Finished], Waiting = [.. report.Waiting, .. more.Waiting] };
            }

            Tell(terminal, report, "exported", "Now 'transvox import' with the other service, then this again");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Import(GlobalOptions globals)
    {
        var directory = Directory();
        var command = new Command("import", "Take jobs in from a folder, and start those that the other service has withdrawn (admins).");
        command.Arguments.Add(directory);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var importer = new JobImporter(client, new MoveFolder(parse.GetRequiredValue(directory)));
            var report = await importer.RunAsync(cancellationToken);
            Tell(globals.Terminal(parse), report, "imported", "Now 'transvox export' with the other service, then this again");
            return importer.Stopped is { } stopped ? throw stopped : ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<string> Directory() => new("DIR") { Description = "Folder that carries the jobs; it holds users' videos." };

    private static void Tell(Terminal terminal, MoveReport report, string done, string next) => terminal.Write(report, _ =>
    {
        terminal.Line($"{report.Finished.Count} finished and {report.Waiting.Count} waiting jobs {done}, {report.LeftBehind.Count} left behind");
        foreach (var job in report.LeftBehind)
            terminal.Line($"  {Format.Safe(job.Id)}  {Format.Safe(job.Why)}");
        if (report.Pending.Count > 0)
            terminal.Line($"{next}: {report.Pending.Count} waiting jobs are on their way.");
    });
}
