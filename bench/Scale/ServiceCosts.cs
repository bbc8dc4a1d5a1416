using System.Diagnostics;
using TransVox.Bench.Service;
using TransVox.TestKit;

namespace TransVox.Bench.Scale;

/// <summary>What requests to the host cost, one at a time, over HTTP.</summary>
internal sealed class ServiceCosts(ServiceUnderLoad service, IReadOnlyList<string> jobs)
{
    private const int Reads = 30;
    private const int Writes = 3;
    private const int Streams = 500;
    private static readonly TimeSpan WithStreams = TimeSpan.FromSeconds(4);

    private readonly Random _random = new(1);
    private readonly List<string> _submitted = [];

    /// <summary>Costs by name, in milliseconds if the name does not say otherwise.</summary>
    public async IAsyncEnumerable<(string Name, double Cost)> MeasureAsync(string user)
    {
        using var caller = new ServiceCaller(service.Host.Url, user);
        yield return ("status", await Turns.MedianAsync(Reads, _ => GetAsync($"/api/jobs/{Any()}")));
        yield return ("list", await Turns.MedianAsync(Reads, _ => GetAsync($"/api/jobs?limit=50&user={UserOf(Any())}")));
        yield return ("list_all", await Turns.MedianAsync(Reads, _ => GetAsync("/api/jobs?limit=50&all=true")));
        yield return ("forecast", await Turns.MedianAsync(Writes, _ => GetAsync("/api/queue/forecast?seconds=60")));
        yield return ("queue", await Turns.MedianAsync(1, _ => GetAsync("/api/queue")));
        yield return ("submit", await Turns.MedianAsync(Writes, n => SubmitAsync(caller, n)));
        foreach (var job in _submitted)
            await caller.WaitForStateAsync(job, TimeSpan.FromMinutes(2), "QueuedUser", "QueuedGpu");
        yield return ("cancel", await Turns.MedianAsync(Writes, n => CancelAsync(caller, _submitted[n])));
        yield return ("idle_cores", await CoresAsync());
        await using var streams = await EventStreams.OpenAsync(service.Admin.Http, [.. Enumerable.Range(0, Streams).Select(n => jobs[n % jobs.Count])]);
        yield return ("streams_open", streams.AllOpenMilliseconds);
        yield return ("streams_cores", await CoresAsync());
        yield return ("status_beside_streams", await Turns.MedianAsync(Reads, _ => GetAsync($"/api/jobs/{Any()}")));
    }

    private static string UserOf(string job) => job[..job.IndexOf('.', StringComparison.Ordinal)];

    private string Any() => jobs[_random.Next(jobs.Count)];

    private async Task GetAsync(string path) => await ServiceUnderLoad.SuccessAsync(service.Admin.GetAsync(path));

    private async Task SubmitAsync(ServiceCaller caller, int n)
    {
        var answer = await ServiceUnderLoad.SuccessAsync(caller.TrySubmitAsync(new VideoPlan($"scale-{jobs.Count}-{n}").ToBytes()));
        _submitted.Add(answer["id"]!.GetValue<string>());
    }

    /// <summary>From the request until the job is cancelled, and its place free.</summary>
    private static async Task CancelAsync(ServiceCaller caller, string job)
    {
        await ServiceUnderLoad.SuccessAsync(caller.CancelAsync(job));
        await caller.WaitForEndAsync(job, "Cancelled");
    }

    private async Task<double> CoresAsync()
    {
        var (cpu, start) = (HostCosts.CpuSeconds(service.Host.ProcessId), Stopwatch.GetTimestamp());
        await Task.Delay(WithStreams, TimeProvider.System, CancellationToken.None);
        return (HostCosts.CpuSeconds(service.Host.ProcessId) - cpu) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
