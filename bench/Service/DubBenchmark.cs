using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>
/// What the service adds to the work itself: a video dubbed through the host, from the request to the completed job, against the
/// same stages with the same engines one after another in this process, without queue, storage or orchestration.
/// </summary>
internal sealed class DubBenchmark : IBenchmark
{
    public string Name => "dub";

    public string Description => "a video dubbed through the service against its stages alone: wall time and memory [TURNS] [VIDEO]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 3;
        var video = Path.GetFullPath(args.Length > 1 ? args[1] : StageChain.Sample);
        var (alone, through) = (new List<double>(), new List<double>());
        await StagesAloneAsync(video, cancellationToken);
        var aloneMemory = ProcessMemory.Peak(Environment.ProcessId);
        await using var service = await ServiceUnderLoad.StartAsync(("engines:Profile", "embedded"));
        // The host's first job: what is compiled and loaded on first use is in it.
        var (cold, length) = await ThroughServiceAsync(service, video, 0, cancellationToken);
        for (var turn = 1; turn <= turns; turn++)
        {
            var (a, t) = (await StagesAloneAsync(video, cancellationToken), (await ThroughServiceAsync(service, video, turn, cancellationToken)).Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turn {turn}: stages alone {a:0.00} s, through the service {t:0.00} s"));
            alone.Add(a);
            through.Add(t);
        }

        var serviceMemory = ProcessMemory.Peak(service.Host.ProcessId);
        return JsonSerializer.Serialize(new
        {
            bench = Name,
            ratio = Math.Round(Percentiles.Of(through, 0.5) / Percentiles.Of(alone, 0.5), 3),
            alone_s = Math.Round(Percentiles.Of(alone, 0.5), 2),
            through_service_s = Math.Round(Percentiles.Of(through, 0.5), 2),
            real_time_factor = Math.Round(Percentiles.Of(through, 0.5) / length, 2),
            real_time_factor_of_first_job = Math.Round(cold / length, 2),
            more_memory_mb = Math.Round(serviceMemory - aloneMemory),
            service_memory_mb = Math.Round(serviceMemory),
        });
    }

    private static async Task<double> StagesAloneAsync(string video, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var provider = StageChain.Pipeline([]);
        var runner = provider.GetRequiredService<IStageRunner>();
        var start = Stopwatch.GetTimestamp();
        await StageChain.RunAsync(runner, video, EngineStages.All, folder, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Each turn is another user's, or its stages would be found done.
    private static async Task<(double Seconds, double MediaSeconds)> ThroughServiceAsync(
        ServiceUnderLoad service, string video, int turn, CancellationToken cancellationToken)
    {
        using var user = new ServiceCaller(service.Host.Url, $"user-{turn}");
        var bytes = await File.ReadAllBytesAsync(video, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var answer = await ServiceUnderLoad.SuccessAsync(user.TrySubmitAsync(bytes, Path.GetFileName(video)));
        var job = await EndAsync(user, answer["id"]!.GetValue<string>(), cancellationToken);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, job["mediaSeconds"]!.GetValue<double>());
    }

    // As the page hears of it: looks would take the service's time, and come too late by half their interval.
    private static async Task<JsonNode> EndAsync(ServiceCaller user, string jobId, CancellationToken cancellationToken)
    {
        await using var stream = await user.Http.GetStreamAsync($"/api/jobs/{jobId}/events", cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (item.EventType == "end" && JsonNode.Parse(item.Data)!["job"] is { } job)
                return job["state"]!.GetValue<string>() == "Completed" ? job : throw new InvalidOperationException(job.ToJsonString());
        }

        throw new InvalidOperationException($"The events of {jobId} ended before the job.");
    }
}
