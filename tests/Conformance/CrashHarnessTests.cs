using Xunit.Abstractions;

namespace TransVox.Conformance;

/// <summary>
/// A short run of the crash harness with every test run; a long one with <c>./transvox bench crash --cycles 200</c>, which sets
/// <c>TRANSVOX_CRASH_CYCLES</c>, <c>TRANSVOX_CRASH_SEED</c> and <c>TRANSVOX_CRASH_REPORT</c> (a path).
/// </summary>
public sealed class CrashHarnessTests(ITestOutputHelper output)
{
    private const int ShortRun = 10;

    private readonly HarnessRun _run = new("CRASH", output);

    [SkippableFact]
    public async Task Whenever_the_host_is_killed_nothing_is_lost_doubled_or_leaked()
    {
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be killed.");
        var cycles = _run.Number("CYCLES") ?? ShortRun;
        var seed = _run.Number("SEED") ?? Random.Shared.Next(1_000_000);
        _run.Tell($"seed {seed}");
        await using var harness = await CrashHarness.StartAsync(seed);

        var report = await harness.RunAsync(cycles, _run.Tell);

        await _run.ReportAsync(new
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
        Assert.True(report.Violations.Count == 0, $"seed {seed}:\n{string.Join('\n', report.Violations)}");
        Assert.True(report.RunsCutOff > 0 || cycles < ShortRun, "No kill fell into a stage: the harness tests nothing.");
    }
}
