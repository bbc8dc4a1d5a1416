using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>
/// Submissions that all arrive at once, many more than the queue takes, over HTTP with their videos: how many are taken, and how
/// long each answer takes. Beside it as many requests at once that only read, which is what this machine needs for the HTTP alone.
/// </summary>
internal sealed class SubmissionsBenchmark : IBenchmark
{
    private const int Submissions = 1_000;
    private const int Bound = 100;
    private const int Users = 20;
    private const int WarmUps = 200;

    public string Name => "submissions";

    public string Description => "1,000 submissions at once to a queue of 100 over HTTP: how many are taken, and the time of an answer";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var service = await ServiceUnderLoad.StartAsync(("limits:max_queue_size", $"{Bound}"));
        await ServiceUnderLoad.SuccessAsync(service.Admin.PostAsync("/api/admin/pools/default/pause"));
        var users = Enumerable.Range(0, Users).Select(n => new ServiceCaller(service.Host.Url, $"user-{n}")).ToList();
        try
        {
            await ReadAsync(users, WarmUps);
            var reads = await ReadAsync(users, Submissions);
            var answers = await SubmitAsync(users);
            return Report(answers, reads);
        }
        finally
        {
            users.ForEach(user => user.Dispose());
        }
    }

    private static async Task<List<double>> ReadAsync(List<ServiceCaller> users, int requests)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, requests).Select(n => TimeAsync(() => users[n % users.Count].GetAsync("/api/me"))));
        return answers.All(answer => answer.Answer.Status == 200)
            ? [.. answers.Select(answer => answer.Milliseconds)]
            : throw new InvalidOperationException("A request that only reads was not answered.");
    }

    private static Task<(ServiceAnswer Answer, double Milliseconds)[]> SubmitAsync(List<ServiceCaller> users) =>
        Task.WhenAll(Enumerable.Range(0, Submissions).Select(n =>
        {
            var video = new VideoPlan($"rush-{n}").ToBytes();
            return TimeAsync(() => users[n % users.Count].TrySubmitAsync(video));
        }));

    private static async Task<(ServiceAnswer Answer, double Milliseconds)> TimeAsync(Func<Task<ServiceAnswer>> request)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await request();
        return (answer, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private string Report((ServiceAnswer Answer, double Milliseconds)[] answers, List<double> reads)
    {
        foreach (var group in answers.GroupBy(a => (a.Answer.Status, Code: a.Answer.Status == 202 ? "taken" : a.Answer.Code)).OrderBy(g => g.Key.Status))
        {
            var times = group.Select(a => a.Milliseconds).ToList();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{group.Key.Status} {group.Key.Code}: {times.Count}, p50 {P(times, 0.5)} ms, p99 {P(times, 0.99)} ms, max {P(times, 1)} ms"));
        }

        var all = answers.Select(a => a.Milliseconds).ToList();
        var taken = answers.Count(a => a.Answer.Status == 202);
        var full = answers.Count(a => a.Answer is { Status: 429, Code: "queue_full" } && int.Parse(a.Answer.Header("Retry-After") ?? "0", CultureInfo.InvariantCulture) > 0);
        return (taken, full) == (Bound, Submissions - Bound)
            ? JsonSerializer.Serialize(new
            {
                bench = Name,
                submissions = Submissions,
                taken,
                refused = full,
                p50_ms = P(all, 0.5),
                p99_ms = P(all, 0.99),
                p50_ms_reads = P(reads, 0.5),
                p99_ms_reads = P(reads, 0.99),
                ratio = Math.Round(P(all, 0.99) / P(reads, 0.99), 2),
            })
            : throw new InvalidOperationException($"{taken} were taken and {full} refused as they should be; the bound is {Bound} of {Submissions}.");
    }

    private static double P(List<double> samples, double p) => Math.Round(Percentiles.Of(samples, p), 1);
}
