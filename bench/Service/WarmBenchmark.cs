using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>
/// A model that loads for five seconds and works for half a second a job: a program per job against one that stays, one at a time and
/// two, and one that is replaced after every third job. And the process of whisper.cpp: one per job against one that stays.
/// </summary>
internal sealed class WarmBenchmark : IBenchmark
{
    private const int Turns = 3;
    private const int Jobs = 6;
    private const double LoadSeconds = 5;
    private const double WorkSeconds = 0.5;

    private static readonly Way[] Ways =
    [
        new("cold", Processes: 0, AtOnce: 1),
        new("warm", Processes: 1, AtOnce: 1),
        new("warm_replaced", Processes: 1, AtOnce: 1, MaxJobs: 3),
        new("cold_two_at_once", Processes: 0, AtOnce: 2),
        new("warm_two_processes", Processes: 2, AtOnce: 2),
    ];

    public string Name => "warm";

    public string Description =>
        "six jobs of 0.5 s on a model that loads for 5 s: a program per job against warm programs, seconds per job and memory; the same of whisper.cpp on a model of the size of base";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var runs = Ways.ToDictionary(way => way, _ => new List<Run>());
        using var whisper = new WhisperProcess();
        await whisper.PrepareAsync(cancellationToken);
        var (each, stays) = (new List<WhisperTurn>(), new List<WhisperTurn>());
        for (var turn = 1; turn <= Turns; turn++)
        {
            foreach (var way in Ways)
            {
                var run = await MeasureAsync(way, cancellationToken);
                runs[way].Add(run);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"turn {turn}, {way.Name,-18}: {run.Seconds / Jobs:0.00} s a job, {run.IdleMb:0} MB kept between jobs"));
            }

            each.Add(await whisper.MeasureAsync(stays: false, cancellationToken));
            stays.Add(await whisper.MeasureAsync(stays: true, cancellationToken));
            Console.WriteLine($"turn {turn}, whisper.cpp: a process per job {each[^1]}, one that stays {stays[^1]}");
        }

        double Ratio(List<WhisperTurn> turns) => Math.Round(Percentiles.Median(turns, turn => turn.SecondsPerJob) / Percentiles.Median(stays, turn => turn.SecondsOfLater), 2);
        return JsonSerializer.Serialize(new
        {
            bench = Name,
            load_s = LoadSeconds,
            work_s = WorkSeconds,
            // Against the work alone, which is the bound.
            ways = Ways.ToDictionary(way => way.Name, way => new
            {
                ratio = Math.Round(Percentiles.Median(runs[way], run => run.Seconds) / (Jobs * WorkSeconds / way.AtOnce), 2),
                seconds_per_job = Math.Round(Percentiles.Median(runs[way], run => run.Seconds) / Jobs, 3),
                idle_mb = Math.Round(Percentiles.Median(runs[way], run => run.IdleMb)),
            }),
            whisper = new
            {
                model_mb = Math.Round(whisper.ModelMb),
                // Against what a job takes when the model is loaded.
                process_per_job = Ratio(each),
                stays = Ratio(stays),
                seconds_loaded = Math.Round(Percentiles.Median(stays, turn => turn.SecondsOfLater), 2),
                first_mb = Math.Round(Percentiles.Median(stays, turn => turn.FirstMb)),
                last_mb = Math.Round(Percentiles.Median(stays, turn => turn.LastMb)),
            },
        });
    }

    private static async Task<Run> MeasureAsync(Way way, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var provider = StageChain.Pipeline(Settings(way, folder));
        var runner = provider.GetRequiredService<IStageRunner>();
        var source = folder.File("source");
        var seconds = way.Processes == 0 ? LoadSeconds + WorkSeconds : WorkSeconds;
        await File.WriteAllBytesAsync(source, new VideoPlan("warm", seconds).ToBytes(), cancellationToken);
        var next = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, way.AtOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var job && job <= Jobs)
                await StageChain.RunAsync(runner, Stage.Probe, new() { [Artifacts.Source] = source }, folder.File($"{job}"), cancellationToken);
        }));
        return new Run(Stopwatch.GetElapsedTime(start).TotalSeconds, KeptMb(folder));
    }

    /// <summary>Of the programs that have said that they stay, those that still run.</summary>
    private static double KeptMb(TemporaryFolder folder) => !File.Exists(folder.File("log")) ? 0 : File.ReadLines(folder.File("log"))
        .Where(line => line.StartsWith("warm", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture))
        .Where(program => Directory.Exists($"/proc/{program}"))
        .Sum(ProcessMemory.Resident);

    // The stage makes no difference: one whose only input is the video.
    private static Dictionary<string, string?> Settings(Way way, TemporaryFolder folder)
    {
        var tool = RepositoryPaths.Built("tests/FakeTool", "faketool");
        var settings = new Dictionary<string, string?> { ["profile"] = "fake", ["settings:faketool"] = tool };
        if (way.Processes == 0)
            return settings;
        settings["stages:Probe:engine"] = "Warm";
        settings["stages:Probe:warm:program"] = tool;
        settings["stages:Probe:warm:arguments:0"] = "warm";
        settings["stages:Probe:warm:arguments:1"] = LoadSeconds.ToString(CultureInfo.InvariantCulture);
        settings["stages:Probe:environment:FAKETOOL_LOG"] = folder.File("log");
        settings["stages:Probe:warm:processes"] = way.Processes.ToString(CultureInfo.InvariantCulture);
        if (way.MaxJobs is { } jobs)
            settings["stages:Probe:warm:maxJobs"] = jobs.ToString(CultureInfo.InvariantCulture);
        return settings;
    }

    private sealed record Way(string Name, int Processes, int AtOnce, int? MaxJobs = null);

    private sealed record Run(double Seconds, double IdleMb);
}
