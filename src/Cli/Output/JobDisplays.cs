using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>Chooses how jobs are shown while something is done with them.</summary>
internal static class JobDisplays
{
    /// <param name="terminal">Where to.</param>
    /// <param name="many">Several jobs at once.</param>
    /// <param name="jsonEvents">With <c>--json</c>: whether every event is written, or only the report at the end.</param>
    /// <param name="work">What is done.</param>
    public static async Task<T> RunAsync<T>(Terminal terminal, bool many, bool jsonEvents, Func<IJobDisplay, Task<T>> work)
    {
        if (terminal.Json)
            return await work(jsonEvents ? new JsonJobDisplay() : new SilentJobDisplay());
        if (!terminal.IsInteractive)
            return await work(new LineJobDisplay(terminal.Console));
        return await terminal.Console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(context => work(many ? new JobBarsDisplay(context) : new StageBarsDisplay(context)));
    }
}
