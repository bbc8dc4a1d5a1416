using System.Globalization;

namespace TransVox.Conformance;

/// <summary>Kills a loaded host at random moments, starts it again, and checks in the end that nothing was lost, doubled or leaked.</summary>
public sealed class CrashHarness : IAsyncDisposable
{
    private const int MaxGlobal = 2;
    private const int MaxPerUser = 2;

    private readonly AzuriteServer _azurite;
    private readonly LocalHostProcess _host;
    private readonly CrashLoad _load;
    private readonly Random _random;
    private readonly List<(long Killed, long Up)> _kills = [];
    private readonly Dictionary<(string Plan, string Stage), long> _committed = [];

    private CrashHarness(AzuriteServer azurite, LocalHostProcess host, int seed)
    {
        (_azurite, _host, _random) = (azurite, host, new Random(seed));
        // Random is for one thread at a time; the load runs beside the kills.
        _load = new CrashLoad(host, new Random(~seed));
    }

    public static async Task<CrashHarness> StartAsync(int seed)
    {
        var azurite = await AzuriteServer.StartAsync();
        var host = new LocalHostProcess(azurite.ConnectionString, new Dictionary<string, string>
        {
            ["concurrency:max_global_jobs"] = MaxGlobal.ToString(CultureInfo.InvariantCulture),
            ["concurrency:max_jobs_per_user"] = MaxPerUser.ToString(CultureInfo.InvariantCulture),
            ["limits:max_queue_size"] = "10000",
            // A kill is not the job's fault here: the harness kills more often than any job deserves.
            ["retry:poison_after"] = "20",
        });
        var harness = new CrashHarness(azurite, host, seed);
        try
        {
            await host.StartAsync();
            return harness;
        }
        catch
        {
            await harness.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the cycles, lets everything come to its end, and returns what was found.</summary>
    public async Task<CrashReport> RunAsync(int cycles, Action<string> tell)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            var load = _load.RunRoundAsync();
            await WaitForRandomMomentAsync();
            await LookAsync();
            var killed = CrashInvariants.NowMicros();
            await _host.KillAsync();
            await load;
            await _host.StartAsync();
            _kills.Add((killed, CrashInvariants.NowMicros()));
            await _load.AskAgainAsync();
            if (cycle % 10 == 0)
                tell($"{cycle} kills, {_load.Promises.Count} jobs, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        }

        await FinishAsync();
        var violations = await CrashInvariants.CheckAsync(_host.Log, _load, _kills, _committed, MaxGlobal, MaxPerUser);
        violations.AddRange(await Leaks.FindAsync(_host, "crash-admin"));
        var entries = _host.Log.Runs();
        return new CrashReport(
            cycles,
            _load.Promises.Count,
            entries.Count,
            entries.Count(run => run.EndMicros is null),
            _committed.Count,
            Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1),
            violations);
    }

    public async ValueTask DisposeAsync()
    {
        _load.Dispose();
        await _host.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    /// <summary>A moment counted in events of the engines, not in time: kills then fall into stages, not into pauses.</summary>
    private async Task WaitForRandomMomentAsync()
    {
        var target = _host.Log.Read().Count + _random.Next(1, 14);
        var limit = TimeSpan.FromSeconds(1 + _random.NextDouble());
        try
        {
            await Eventually.IsTrueAsync("enough happened", () => _host.Log.Read().Count >= target, limit);
        }
        catch (TimeoutException)
        {
            // Little happened: an idle host is killed too.
        }
    }

    /// <summary>Notes which stages the service shows as finished: these must never run again.</summary>
    private async Task LookAsync()
    {
        foreach (var promise in _load.Promises.Values.Where(p => p.JobId is not null))
        {
            var job = await promise.Caller.JobAsync(promise.JobId!);
            var now = CrashInvariants.NowMicros();
            foreach (var stage in job["stages"]!.AsArray().Where(stage => stage!["state"]!.GetValue<string>() == "Completed"))
                _committed.TryAdd((promise.Plan.Id, stage!["stage"]!.GetValue<string>()), now);
        }
    }

    private async Task FinishAsync()
    {
        await Eventually.IsTrueAsync("every submission is answered", async () =>
        {
            await _load.AskAgainAsync();
            return _load.Promises.Values.All(p => p.JobId is not null);
        }, TimeSpan.FromMinutes(1));
        await Eventually.IsTrueAsync("every job has ended", async () =>
        {
            await _load.ApproveAsync();
            foreach (var promise in _load.Promises.Values.Where(p => p.JobId is not null))
            {
                if ((await promise.Caller.JobAsync(promise.JobId!))["endedAt"] is null)
                    return false;
            }

            return true;
        }, TimeSpan.FromMinutes(3));
    }
}
