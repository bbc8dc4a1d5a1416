using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Pipeline;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>
/// What the service adds to the work itself: a video dubbed through the host, from the request to the completed job, against the
/// same stages with the same engines one after another in this process, without queue, storage or orchestration.
/// </summary>
internal sealed class DubBenchmark : IBenchmark
{
    private const int Turns = 3;

    public string Name => "dub";

    public string Description => "a video dubbed through the service against its stages alone: wall time and memory [VIDEO]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var video = Path.GetFullPath(args.Length > 0 ? args[0] : Path.Combine(RepositoryPaths.Root, "samples", "hello-en.mp4"));
        var (alone, through) = (new List<double>(), new List<double>());
        await StagesAloneAsync(video, cancellationToken);
        var aloneMemory = ProcessMemory.Peak(Environment.ProcessId);
        await using var service = await ServiceUnderLoad.StartAsync(("engines:Profile", "embedded"));
        // The host's first job: what is compiled and loaded on first use is in it.
        var (cold, length) = await ThroughServiceAsync(service, video, 0);
        for (var turn = 1; turn <= Turns; turn++)
        {
            var (a, t) = (await StagesAloneAsync(video, cancellationToken), (await ThroughServiceAsync(service, video, turn)).Seconds);
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
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddTransVoxPipeline(new ConfigurationBuilder().Build());
        await using var provider = services.BuildServiceProvider();
        var runner = provider.GetRequiredService<IStageRunner>();
        var options = new DubbingOptions { TargetLanguage = "es" };
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = video };
        var start = Stopwatch.GetTimestamp();
        foreach (var stage in EngineStages.All)
        {
            var description = runner.Describe(stage, options);
            var inputs = description.Inputs.Concat(description.OptionalInputs).Distinct().Where(artifacts.ContainsKey).ToDictionary(name => name, name => artifacts[name]);
            var work = Directory.CreateDirectory(folder.File($"{stage}")).FullName;
            var request = new StageRequest(stage, work, inputs, options, new MediaLimits(long.MaxValue, TimeSpan.FromHours(1)));
            var result = await runner.RunAsync(request, new Progress<StageProgress>(), cancellationToken);
            foreach (var (name, path) in result.Outputs)
                artifacts[name] = path;
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Each turn is another user's, or its stages would be found done.
    private static async Task<(double Seconds, double MediaSeconds)> ThroughServiceAsync(ServiceUnderLoad service, string video, int turn)
    {
        using var user = new ServiceCaller(service.Host.Url, $"user-{turn}");
        var bytes = await File.ReadAllBytesAsync(video);
        var start = Stopwatch.GetTimestamp();
        var answer = await ServiceUnderLoad.SuccessAsync(user.TrySubmitAsync(bytes, Path.GetFileName(video)));
        var job = await user.WaitForEndAsync(answer["id"]!.GetValue<string>(), within: TimeSpan.FromMinutes(10));
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, job["mediaSeconds"]!.GetValue<double>());
    }
}
