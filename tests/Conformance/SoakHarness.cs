using System.Collections.Concurrent;
using System.Globalization;

namespace TransVox.Conformance;

/// <summary>
/// Many jobs of many users while the host is killed, the storage fails and limits change. In the end nothing is lost, nothing was done
/// twice at once, no limit was passed, and nothing is left: no lease, no place, no program, no blob, and the host is no larger than before.
/// </summary>
public sealed class SoakHarness : IAsyncDisposable
{
    private const int Callers = 24;
    private const int MostAtOnce = 16;
    private const int MostOfOneUser = 2;

    /// <summary>While jobs run, so that what nobody deletes does not pile up: the emulator looks through all that it holds at each request.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan KeptAtLast = TimeSpan.FromSeconds(100);

    private readonly AzuriteServer _azurite;
    private readonly FaultProxy _proxy;
    private readonly LocalHostProcess _host;
    private readonly Random _random;
    private readonly int _seed;
    private readonly List<(long Killed, long Up)> _kills = [];
    private readonly ConcurrentBag<string> _violations = [];
    private readonly ConcurrentBag<SoakJob> _jobs = [];
    private int _faults;
    private int _limitChanges;
    private int _done;

    private SoakHarness(AzuriteServer azurite, FaultProxy proxy, LocalHostProcess host, int seed)
    {
        (_azurite, _proxy, _host, _random, _seed) = (azurite, proxy, host, new Random(seed), seed);
    }

    public static async Task<SoakHarness> StartAsync(int seed)
    {
        // Thousands of jobs are too much for memory.
        var azurite = await AzuriteServer.StartOnDiskAsync();
        var proxy = new FaultProxy(azurite.Port);
        var host = new LocalHostProcess(AzuriteServer.ConnectionStringFor(proxy.Port), new Dictionary<string, string>
        {
            ["concurrency:max_global_jobs"] = MostAtOnce.ToString(CultureInfo.InvariantCulture),
            ["concurrency:max_jobs_per_user"] = MostOfOneUser.ToString(CultureInfo.InvariantCulture),
            ["limits:max_queue_size"] = "10000",
            // The fake engines do not compute.
            ["concurrency:media_stages"] = MostAtOnce.ToString(CultureInfo.InvariantCulture),
            // Kills and faults are not the jobs' fault here.
            ["retry:poison_after"] = "20",
            ["retry:max_attempts"] = "20",
        });
        Keep(host, Kept);
        var harness = new SoakHarness(azurite, proxy, host, seed);
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

    /// <summary>Runs the jobs. Trouble ends when three quarters are done, so that the rest shows what a host in peace grows by.</summary>
    public async Task<SoakReport> RunAsync(int jobs, int users, Action<string> tell)
    {
        var started = TimeProvider.System.GetTimestamp();
        var callers = Enumerable.Range(0, users).Select(n => new ServiceCaller(_host.Url, $"soak-{n}")).ToArray();
        var next = 0;
        var working = Task.WhenAll(Enumerable.Range(0, Callers).Select(async n =>
        {
            var random = new Random(HashCode.Combine(_seed, n));
            while (Interlocked.Increment(ref next) is var number && number <= jobs)
            {
                var fate = (SoakJob.Fate)random.Next(Enum.GetValues<SoakJob.Fate>().Length);
                var job = new SoakJob(callers[number % users], $"soak-{number}", fate, random);
                _jobs.Add(job);
                foreach (var wrong in await job.LiveAsync())
                {
                    _violations.Add(wrong);
                    tell(wrong);
                }

                if (Interlocked.Increment(ref _done) % 100 == 0)
                    tell($"{_done} jobs, {_kills.Count} kills, {_faults} faults, {_violations.Count} violations, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
            }
        }));
        while (_done < jobs * 3 / 4 && !working.IsCompleted)
            await TroubleAsync();
        await SettingsAsync(MostAtOnce);
        var before = SoakSize.Of(_host);
        await working;
        foreach (var caller in callers)
            caller.Dispose();
        var after = SoakSize.Of(_host);
        await CheckAsync();
        if (!_violations.IsEmpty)
        {
            foreach (var line in _host.Output.Split('\n').Where(line => line.Contains(" fail: ", StringComparison.Ordinal)).TakeLast(30))
                tell(line);
        }

        return new SoakReport(
            _seed, jobs, users, _kills.Count, _faults, _limitChanges, _host.Log.Runs().Count,
            Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 1), before, after, [.. _violations]);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _proxy.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private async Task TroubleAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(1 + (_random.NextDouble() * 4)), TimeProvider.System);
        // A kill takes the service away for seconds: rarer than the rest, or there would be little else.
        switch (_random.Next(8))
        {
            case 0:
                var killed = CrashInvariants.NowMicros();
                await _host.KillAsync();
                await _host.StartAsync();
                var up = CrashInvariants.NowMicros();
                _kills.Add((killed, up));
                // Up for as long as it was away at least: where a start takes long, nothing else would happen.
                await Task.Delay(TimeSpan.FromMicroseconds(up - killed), TimeProvider.System);
                break;
            case 1 or 2:
                await SettingsAsync(_random.Next(2, MostAtOnce + 1));
                _limitChanges++;
                break;
            default:
                _proxy.Set((FaultProxy.Mode)_random.Next(1, Enum.GetValues<FaultProxy.Mode>().Length));
                await Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * 3), TimeProvider.System);
                _proxy.Set(FaultProxy.Mode.None);
                _faults++;
                break;
        }
    }

    private async Task SettingsAsync(int atOnce)
    {
        using var admin = new ServiceCaller(_host.Url, "soak-admin", admin: true);
        await Eventually.IsTrueAsync("the limits are changed", async () =>
        {
            var read = await admin.GetAsync("/api/admin/limits");
            if (read.Status != 200)
                return false;
            read.Json["maxGlobalJobs"] = atOnce;
            return (await admin.PutAsync("/api/admin/limits", read.Json, ("If-Match", read.Header("ETag")!))).Status == 200;
        }, TimeSpan.FromMinutes(2));
    }

    private async Task CheckAsync()
    {
        var plans = _jobs.ToLookup(job => job.UserId, job => job.PlanId);
        foreach (var violation in CrashInvariants.CheckRuns(_host.Log, plans, _kills, MostAtOnce, MostOfOneUser))
            _violations.Add(violation);
        foreach (var leak in await Leaks.FindAsync(_host, "soak-admin"))
            _violations.Add(leak);
        var gone = _jobs.SelectMany(job => job.GoneIds).ToHashSet();
        var storage = _azurite.CreateClient();
        await KeepShortlyAsync();
        foreach (var (what, left) in new (string, Func<Task<List<string>>>)[]
        {
            ("jobs", () => ListedAsync(gone)),
            ("input", () => StoredAsync(storage, "input", gone)),
            ("output", () => StoredAsync(storage, "output", gone)),
            ("work", () => StoredAsync(storage, "work", null)),
        })
        {
            try
            {
                // What is kept longest is looked at twice in the time that it is kept.
                await Eventually.IsTrueAsync($"nothing is left of {what}", async () => (await left()).Count == 0, (3 * KeptAtLast) + TimeSpan.FromMinutes(2));
            }
            catch (TimeoutException)
            {
                _violations.Add($"Left of {what}: {string.Join(", ", await left())}");
            }
        }
    }

    /// <summary>From here on nothing waits, so nothing has to be kept for longer than the shortest time that the settings allow.</summary>
    private async Task KeepShortlyAsync()
    {
        Keep(_host, KeptAtLast);
        await _host.KillAsync();
        await _host.StartAsync();
    }

    /// <summary>Jobs wait for no longer than their videos are kept, for a slot two thirds of it and for a review one.</summary>
    private static void Keep(LocalHostProcess host, TimeSpan time)
    {
        var third = ((int)time.TotalSeconds / 3).ToString(CultureInfo.InvariantCulture);
        host.Set("concurrency:queue_timeout", ((int)time.TotalSeconds / 3 * 2).ToString(CultureInfo.InvariantCulture));
        host.Set("review:timeout_seconds", third);
        foreach (var kept in new[] { "inputs", "work", "outputs", "jobs" })
            host.Set($"retention:{kept}_days", time.TotalDays.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<List<string>> ListedAsync(HashSet<string> gone)
    {
        using var admin = new ServiceCaller(_host.Url, "soak-admin", admin: true);
        var listed = new List<string>();
        foreach (var id in gone)
        {
            if ((await admin.GetAsync($"/api/jobs/{id}")).Status != 404)
                listed.Add(id);
        }

        return listed;
    }

    /// <summary>Blobs of jobs that are gone, or all. An upload whose host was killed before its job began belongs to no job; retention removes it.</summary>
    private static async Task<List<string>> StoredAsync(Azure.Storage.Blobs.BlobServiceClient storage, string container, HashSet<string>? gone)
    {
        var left = new List<string>();
        await foreach (var blob in storage.GetBlobContainerClient(container).GetBlobsAsync())
        {
            if (gone is null || blob.Name.Split('/').Any(gone.Contains))
                left.Add(blob.Name);
        }

        return left;
    }
}
