using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace TransVox.Conformance;

/// <summary>
/// A short run of the crash harness with every test run; a long one with <c>./transvox bench crash --cycles 200</c>, which sets
/// <c>TRANSVOX_CRASH_CYCLES</c>, <c>TRANSVOX_CRASH_SEED</c> and <c>TRANSVOX_CRASH_REPORT</c> (a path).
/// </summary>
public sealed class CrashHarnessTests(ITestOutputHelper output)
{
    private const int ShortRun = 10;

    [SkippableFact]
    public async Task Whenever_the_host_is_killed_nothing_is_lost_doubled_or_leaked()
    {
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be killed.");
        var cycles = Number("TRANSVOX_CRASH_CYCLES") ?? ShortRun;
        var seed = Number("TRANSVOX_CRASH_SEED") ?? Random.Shared.Next(1_000_000);
        output.WriteLine($"seed {seed}");
        await using var harness = await CrashHarness.StartAsync(seed);

        var report = await harness.RunAsync(cycles, Tell);

        var json = JsonSerializer.Serialize(new
        {
            bench = "crash",
            seed,
            cycles = report.Cycles,
            jobs = report.Jobs,
            stage_runs = report.StageRuns,
            runs_cut_off = report.RunsCutOff,
            stages_seen_finished = report.StagesSeenFinished,
            seconds = report.Seconds,
            violations = report.Violations.Count,
            ratio = report.Violations.Count == 0 ? 1.0 : 0.0,
        });
        output.WriteLine(json);
        if (Environment.GetEnvironmentVariable("TRANSVOX_CRASH_REPORT") is { Length: > 0 } path)
            await File.WriteAllTextAsync(path, json);
        Assert.True(report.Violations.Count == 0, $"seed {seed}:\n{string.Join('\n', report.Violations)}");
        Assert.True(report.RunsCutOff > 0 || cycles < ShortRun, "No kill fell into a stage: the harness tests nothing.");
    }

    /// <summary>Test output is shown when the test ends; a long run is followed in a file.</summary>
    private void Tell(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("TRANSVOX_CRASH_REPORT") is { Length: > 0 } path)
            File.AppendAllText(path + ".log", line + "\n");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
