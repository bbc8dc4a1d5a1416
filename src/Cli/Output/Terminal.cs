using System.Text.Json;
using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>Where results go: tables and text for people, or JSON.</summary>
internal sealed class Terminal(bool json)
{
    public IAnsiConsole Console { get; } = CreateConsole(System.Console.Out, System.Console.IsOutputRedirected);

    public bool Json { get; } = json;

    /// <summary>Whether a person watches: progress may be drawn over.</summary>
    public bool IsInteractive => !Json && Console.Profile.Capabilities.Interactive && !System.Console.IsOutputRedirected;

    /// <summary>JSON of the value, or what <paramref name="show"/> writes for people.</summary>
    public void Write<T>(T value, Action<IAnsiConsole> show)
    {
        if (Json)
            System.Console.Out.WriteLine(JsonSerializer.Serialize(value, CliJson.ForOutput));
        else
            show(Console);
    }

    /// <summary>One JSON document on one line.</summary>
    public static void WriteJsonLine<T>(T value) =>
        System.Console.Out.WriteLine(JsonSerializer.Serialize(value, CliJson.ForLines));

    /// <summary>A line for people; nothing with <c>--json</c>.</summary>
    public void Line(string markup)
    {
        if (!Json)
            Console.MarkupLine(markup);
    }

    public static void WriteError(bool json, ErrorBody error)
    {
        if (json)
        {
            System.Console.Error.WriteLine(JsonSerializer.Serialize(new ErrorReport(error), CliJson.ForLines));
            return;
        }

        var console = CreateConsole(System.Console.Error, System.Console.IsErrorRedirected);
        console.MarkupLine($"[red]error:[/] {Format.Safe(error.Message)} [dim]({Format.Safe(error.Code)})[/]");
        if (error.Code is ErrorCodes.UnsupportedLanguage or ErrorCodes.UnsupportedPair or ErrorCodes.UnknownVoice)
            console.MarkupLine("'transvox languages' shows all languages and voices.");
        if (error.RetryAfterSeconds is { } seconds)
            console.MarkupLine($"Try again in about {Format.Duration(seconds)}.");
        if (error.ActiveJobId is { } active)
            console.MarkupLine($"The job that is active: {Format.Safe(active)}");
    }

    private static IAnsiConsole CreateConsole(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        // A file or a pipe has no width; a narrow guess would cut ids in two.
        if (isRedirected)
            console.Profile.Width = 240;
        return console;
    }
}
