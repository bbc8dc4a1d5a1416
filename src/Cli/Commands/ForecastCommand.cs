using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary><c>forecast</c>: when a video would be done that is submitted now.</summary>
internal static class ForecastCommand
{
    private const double LongestMinutes = 24 * 60;

    public static Command Create(GlobalOptions globals)
    {
        var minutes = new Option<double?>("--minutes") { Description = "Length of the video (default: as long as usual).", HelpName = "N" };
        var output = Choices.Option<OutputKind>("--output", "What to deliver");
        var priority = Choices.Option<JobPriority>("--priority", "Where the service allows it");
        var profile = new Option<string?>("--profile") { Description = "Profile of engines.", HelpName = "NAME" };
        var pool = new Option<string?>("--pool") { Description = "GPU pool.", HelpName = "NAME" };
        var command = new Command("forecast", "Say when a video would be done that is submitted now.");
        foreach (var option in (Option[])[minutes, output, priority, profile, pool])
            command.Options.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (parse.GetValue(minutes) is { } length && !(length is > 0 and <= LongestMinutes))
                throw new UsageException("--minutes takes a number above 0, up to 1440.");
            using var client = globals.Client(parse);
            var place = await client.GetForecastAsync(
                [
                    ("seconds", parse.GetValue(minutes) is { } m ? Math.Max(1, Math.Round(m * 60)).ToString(CultureInfo.InvariantCulture) : null),
                    ("output", parse.GetValue(output)?.ToString()),
                    ("priority", parse.GetValue(priority)?.ToString()),
                    ("profile", parse.GetValue(profile)),
                    ("pool", parse.GetValue(pool)),
                ],
                cancellationToken);
            globals.Terminal(parse).Write(place, console => Show(console, place));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, QueuePlace place) => console.MarkupLine(
        place.EstimatedFinish is { } finish ? $"{JobTables.QueueText(place)}, done about {Format.Time(finish)}" : $"{JobTables.QueueText(place)}; no estimate yet");
}
