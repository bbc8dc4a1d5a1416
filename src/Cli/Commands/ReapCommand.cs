using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary><c>reap</c>: returns leases of jobs that no longer live, now instead of at the next round.</summary>
internal static class ReapCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("reap", "Return the leases of jobs that no longer live now, not at the next round (admins).");
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, asAdmin: true);
            var report = await client.ReapAsync(cancellationToken);
            var terminal = globals.Terminal(parse);
            terminal.Write(report, _ => terminal.Line(
                $"{report.LeasesChecked} checked, {report.Returned.Count} returned, {report.Resent.Count} grants sent again, {report.PlacesFreed.Count} places freed"));
            return ExitCodes.Ok;
        });
        return command;
    }
}
