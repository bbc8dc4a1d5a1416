using System.Diagnostics;
using System.Net.Http.Json;
using TransVox.Bench.FunctionsApp;
using TransVox.TestKit;

namespace TransVox.Bench.Functions;

/// <summary>The benchmark's Functions app in the host of the tests.</summary>
internal sealed class FunctionsAppUnderTest : IAsyncDisposable
{
    public const int Slots = 50;

    private const int Users = 20;
    private const int UserLimit = 3;
    private const int Milliseconds = 100;
    private const int WarmUps = 40;
    private const int Handoffs = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    // Looking at instances is a storage request of its own, counted out again.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // Longer than the longest wait between two looks at a queue that was empty (maxQueuePollingInterval).
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(5);

    private readonly AzuriteServer _storage;
    private readonly FunctionsHostProcess _host;
    private readonly HttpClient _http;

    private FunctionsAppUnderTest(AzuriteServer storage, FunctionsHostProcess host)
    {
        (_storage, _host) = (storage, host);
        _http = new HttpClient { BaseAddress = new Uri(host.Url), Timeout = Limit };
    }

    /// <summary>What no order of the jobs can undercut.</summary>
    public static double BoundSeconds(int jobs) => (double)jobs * Milliseconds / Slots / 1000;

    /// <param name="storage">One that logs its requests.</param>
    /// <param name="settings">Members of <c>durableTask</c> in <c>host.json</c>, over the product's.</param>
    public static async Task<FunctionsAppUnderTest> StartAsync(AzuriteServer storage, IReadOnlyDictionary<string, string> settings)
    {
        var all = new Dictionary<string, string>
        {
            // The product's, which tests shorten.
            ["storageProvider__partitionCount"] = "4",
            ["storageProvider__maxQueuePollingInterval"] = "00:00:02",
            ["storageProvider__controlQueueVisibilityTimeout"] = "00:05:00",
            // The semaphore is the limit.
            ["maxConcurrentActivityFunctions"] = $"{2 * Slots}",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var folder = Path.GetDirectoryName(RepositoryPaths.Built("bench/FunctionsApp", "transvox-bench-functions.dll"));
        var host = new FunctionsHostProcess(storage.ConnectionString, all.ToDictionary(pair => FunctionsHostProcess.DurableTask + pair.Key, pair => pair.Value), app: folder);
        try
        {
            await host.StartAsync();
            return new FunctionsAppUnderTest(storage, host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>One turn: first once without a look at the clock, for a host runs for weeks.</summary>
    public async Task<FunctionsTurn> MeasureAsync(string orchestrator, int jobs, CancellationToken cancellationToken)
    {
        await RunAsync(new RunRequest("warm", orchestrator, WarmUps, Users, UserLimit, Slots, 1, Held: false), cancellationToken);

        var before = _storage.Requests.Count;
        var (seconds, looks, work) = await RunAsync(new RunRequest("many", orchestrator, jobs, Users, UserLimit, Slots, Milliseconds, Held: false), cancellationToken);
        var requests = _storage.Requests.Skip(before).ToList();
        var fetches = requests.Count(request => request.IsPoll);
        if (work.MostAtOnce > Slots || (orchestrator.StartsWith("Slot", StringComparison.Ordinal) && work.MostOfOneUser > UserLimit))
        {
            throw new InvalidOperationException($"A limit was broken: {work.MostAtOnce} at once, {work.MostOfOneUser} of one user.");
        }

        var oneUser = await HandoffAsync("one", orchestrator, 1, cancellationToken);
        var manyUsers = await HandoffAsync("each", orchestrator, Handoffs + 1, cancellationToken);
        return new FunctionsTurn(
            Math.Round(seconds, 2), P(oneUser, 0.5), P(oneUser, 0.99), P(manyUsers, 0.5), P(manyUsers, 0.99),
            Math.Round((requests.Count - fetches - looks) / (double)jobs, 1), Math.Round(fetches / (double)jobs, 1));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    private static double P(IReadOnlyList<double> samples, double p) => Math.Round(Percentiles.Of([.. samples], p), 1);

    private async Task<IReadOnlyList<double>> HandoffAsync(string prefix, string orchestrator, int users, CancellationToken cancellationToken)
    {
        var (_, _, work) = await RunAsync(new RunRequest(prefix, orchestrator, Handoffs + 1, users, 1, 1, 2, Held: true), cancellationToken);
        return work.MostAtOnce == 1 && work.GapsMs.Count == Handoffs
            ? work.GapsMs
            : throw new InvalidOperationException($"{prefix}: {work.GapsMs.Count} hand-offs, not {Handoffs}, and {work.MostAtOnce} at once.");
    }

    private async Task<(double Seconds, int Looks, RunState Work)> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        (await _http.PostAsJsonAsync("runs", request, cancellationToken)).EnsureSuccessStatusCode();
        if (request.Held)
        {
            await LookAsync(Instances(request), state => state.Pending == 0, cancellationToken);
            // Everybody has asked for the slot, and been heard: from here on each hand-off has a next one.
            await QuietAsync(cancellationToken);
            (await _http.PostAsync("runs/open", null, cancellationToken)).EnsureSuccessStatusCode();
        }

        var (_, work) = await LookAsync("", state => state.Ends == request.Count, cancellationToken);
        var (looks, _) = await LookAsync(Instances(request), state => state.Pending + state.Running == 0, cancellationToken);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, looks, work);
    }

    /// <summary>Waits until no orchestration and no entity has a message left to work on: for a while the storage is asked by time alone.</summary>
    private async Task QuietAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(QuietFor);
        var started = Stopwatch.GetTimestamp();
        for (var (before, now) = (-1, 0); before != now;)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new InvalidOperationException($"The task hub is never at rest.\n{_host.Output}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
            (before, now) = (now, _storage.Requests.Count(request => !request.IsPoll));
        }
    }

    private static string Instances(RunRequest request) => $"?prefix={request.Prefix}-";

    private async Task<(int Looks, RunState State)> LookAsync(string query, Func<RunState, bool> until, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval);
        var started = Stopwatch.GetTimestamp();
        for (var looks = 1; ; looks++)
        {
            var state = await StateAsync(query, cancellationToken);
            if (until(state))
            {
                return (looks, state);
            }

            if (state.Failed > 0 || Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new InvalidOperationException($"{state}\n{_host.Output}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private async Task<RunState> StateAsync(string query, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<RunState>("runs" + query, cancellationToken) ?? throw new InvalidDataException("No state.");
}
