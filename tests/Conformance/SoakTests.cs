using Xunit.Abstractions;

namespace TransVox.Conformance;

/// <summary>
/// Runs with <c>./transvox test --all</c>, and long with <c>./transvox bench soak --jobs 5000</c>, which sets <c>TRANSVOX_SOAK_JOBS</c>,
/// <c>TRANSVOX_SOAK_USERS</c>, <c>TRANSVOX_SOAK_SEED</c> and <c>TRANSVOX_SOAK_REPORT</c> (a path).
/// </summary>
[Trait("Category", "OnRequest")]
public sealed class SoakTests(ITestOutputHelper output)
{
    private readonly HarnessRun _run = new("SOAK", output);

    [SkippableFact]
    public async Task Nothing_is_lost_or_left_whatever_happens_meanwhile()
    {
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be killed.");
        var jobs = _run.Number("JOBS") ?? 60;
        var seed = _run.Number("SEED") ?? Random.Shared.Next(1_000_000);
        await using var soak = await SoakHarness.StartAsync(seed);

        var report = await soak.RunAsync(jobs, _run.Number("USERS") ?? 12, _run.Tell);

        await _run.ReportAsync(new
        {
            bench = "soak",
            seed,
            jobs,
            users = report.Users,
            kills = report.Kills,
            storage_faults = report.Faults,
            limit_changes = report.LimitChanges,
            stage_runs = report.StageRuns,
            seconds = report.Seconds,
            resident_mb = new[] { report.Before.ResidentMb, report.After.ResidentMb },
            handles = new[] { report.Before.Handles, report.After.Handles },
            store_mb = new[] { report.Before.StoreMb, report.After.StoreMb },
            work_mb = new[] { report.Before.WorkMb, report.After.WorkMb },
            violations = report.Violations.Count,
        });
        Assert.True(report.Violations.Count == 0, $"seed {seed}:\n{string.Join('\n', report.Violations)}");
        Assert.True(report.After.Handles < report.Before.Handles + 100, $"Handles: {report.Before.Handles}, then {report.After.Handles}.");
    }
}
