using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace TransVox.Conformance;

/// <summary>
/// Runs with <c>./transvox test --all</c>, and long with <c>./transvox bench soak --jobs 5000</c>, which sets <c>TRANSVOX_SOAK_JOBS</c>,
/// <c>TRANSVOX_SOAK_USERS</c>, <c>TRANSVOX_SOAK_SEED</c> and <c>TRANSVOX_SOAK_REPORT</c> (a path).
/// </summary>
[Trait("Category", "OnRequest")]
public sealed class SoakTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Nothing_is_lost_or_left_whatever_happens_meanwhile()
    {
        Skip.If(Environment.GetEnvironmentVariable("TRANSVOX_URL") is not null, "Only a host of our own can be killed.");
        var jobs = Number("TRANSVOX_SOAK_JOBS") ?? 60;
        var seed = Number("TRANSVOX_SOAK_SEED") ?? Random.Shared.Next(1_000_000);
        await using var soak = await SoakHarness.StartAsync(seed);

        var report = await soak.RunAsync(jobs, Number("TRANSVOX_SOAK_USERS") ?? 12, Tell);

        var json = JsonSerializer.Serialize(new
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
        output.WriteLine(json);
        if (Environment.GetEnvironmentVariable("TRANSVOX_SOAK_REPORT") is { Length: > 0 } path)
            await File.WriteAllTextAsync(path, json);
        Assert.True(report.Violations.Count == 0, $"seed {seed}:\n{string.Join('\n', report.Violations)}");
        Assert.True(report.After.Handles < report.Before.Handles + 100, $"Handles: {report.Before.Handles}, then {report.After.Handles}.");
    }

    /// <summary>Test output is shown when the test ends; a long run is followed in a file.</summary>
    private void Tell(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("TRANSVOX_SOAK_REPORT") is { Length: > 0 } path)
            File.AppendAllText(path + ".log", line + "\n");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
