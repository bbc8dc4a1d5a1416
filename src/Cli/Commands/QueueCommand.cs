using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>queue</c>: pools and waiting jobs.</summary>
internal static class QueueCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var admin = new Option<bool>("--admin") { Description = "With ids and users of all jobs (admins)." };
        var command = new Command("queue", "Show GPU pools and the queue.");
        command.Options.Add(admin);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var client = globals.Client(parse, parse.GetValue(admin));
            var queue = await client.GetQueueAsync(cancellationToken);
            globals.Terminal(parse).Write(queue, console => Show(console, queue));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, QueueView queue)
    {
        var pools = JobTables.NewTable("Pool", "In use", "Mode", "Policy");
        foreach (var pool in queue.Pools)
            pools.AddRow(Format.Safe(pool.Name), $"{pool.InUse} of {pool.Capacity}", Format.Name(pool.Mode), Format.Name(pool.Policy));
        console.Write(pools);
        console.MarkupLine($"{queue.Waiting.Count} waiting, {queue.MaxQueueSize} at most.");
        if (queue.Waiting.Count == 0)
            return;
        var waiting = JobTables.NewTable("#", "Id", "User", "Pool", "Since", "Starts about");
        foreach (var entry in queue.Waiting)
        {
            waiting.AddRow(
                entry.Position.ToString(CultureInfo.InvariantCulture),
                entry.Mine ? $"[bold]{Format.Safe(entry.JobId)}[/]" : Format.Safe(entry.JobId),
                Format.Safe(entry.UserId),
                Format.Safe(entry.Pool),
                Format.Time(entry.EnqueuedAt),
                Format.Time(entry.EstimatedStart));
        }

        console.Write(waiting);
    }
}
