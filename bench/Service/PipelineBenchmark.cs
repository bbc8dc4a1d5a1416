using System.Globalization;
using System.Text.Json;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>
/// Ten-minute jobs, scaled to ten seconds or as told, of as many users on one GPU slot: how much of the time in which a job could use the GPU
/// nothing runs on it. Beside it the same jobs with one slot for a whole job, as the service's predecessor had it: all of one user who
/// may run one job at a time.
/// </summary>
internal sealed class PipelineBenchmark : IBenchmark
{
    private const int Turns = 3;
    private const int Jobs = 5;

    private const double StandardSeconds = 10;

    /// <summary>Seconds of a ten-second job.</summary>
    private static readonly (string Stage, double Seconds, bool Gpu)[] Stages =
    [
        ("Probe", 0.05, false), ("Extract", 0.5, false), ("Separate", 2, true), ("Transcribe", 2, true),
        ("Translate", 0.75, false), ("Synthesize", 2.5, true), ("Mix", 0.9, false), ("Mux", 1.3, false),
    ];

    public string Name => "pipeline";

    public string Description => "five ten-minute jobs (scaled to 10 s) on one GPU slot: idle time of the GPU, beside one slot for a whole job [SECONDS]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var scale = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) / StandardSeconds : 1;
        var gpu = scale * Stages.Where(stage => stage.Gpu).Sum(stage => stage.Seconds);
        var around = scale * Stages.Where(stage => !stage.Gpu && stage.Stage != "Translate").Sum(stage => stage.Seconds);
        var (own, whole) = (new List<Run>(), new List<Run>());
        await using (var service = await ServiceUnderLoad.StartAsync(("concurrency:max_global_jobs", "1"), ("concurrency:max_jobs_per_user", "1")))
        {
            for (var turn = 1; turn <= Turns; turn++)
            {
                own.Add(await MeasureAsync(service, $"own-{turn}", scale, manyUsers: true));
                whole.Add(await MeasureAsync(service, $"whole-{turn}", scale, manyUsers: false));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"turn {turn}: {own[^1].Seconds:0.0} s, GPU idle {own[^1].IdleEligible:0.00%}; one slot for a whole job {whole[^1].Seconds:0.0} s, GPU idle {whole[^1].IdleEligible:0.00%}"));
            }
        }

        return JsonSerializer.Serialize(new
        {
            bench = Name,
            jobs = Jobs,
            gpu_seconds_per_job = gpu,
            // The first job must be probed and extracted, the last one mixed and muxed, beside the GPU's work.
            ratio = Math.Round(Percentiles.Median(own, run => run.Seconds) / ((Jobs * gpu) + around), 3),
            idle_eligible = Math.Round(Percentiles.Median(own, run => run.IdleEligible), 4),
            seconds = Math.Round(Percentiles.Median(own, run => run.Seconds), 2),
            one_slot_per_job_idle = Math.Round(Percentiles.Median(whole, run => run.IdleEligible), 4),
            one_slot_per_job_seconds = Math.Round(Percentiles.Median(whole, run => run.Seconds), 2),
        });
    }

    private static async Task<Run> MeasureAsync(ServiceUnderLoad service, string name, double scale, bool manyUsers)
    {
        var users = Enumerable.Range(0, manyUsers ? Jobs : 1).Select(n => new ServiceCaller(service.Host.Url, $"{name}-{n}")).ToList();
        var submitted = TimeProvider.System.GetTimestamp();
        var jobs = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(async n =>
        {
            var plan = new VideoPlan($"{name}-{n}");
            foreach (var (stage, seconds, _) in Stages)
                plan.With(stage, "seconds", seconds * scale);
            var user = users[n % users.Count];
            var answer = await ServiceUnderLoad.SuccessAsync(user.TrySubmitAsync(plan.ToBytes(), plan.Id + ".mp4"));
            return (User: user, Id: answer["id"]!.GetValue<string>(), Plan: plan.Id);
        }));
        foreach (var (user, id, _) in jobs)
            await user.WaitForEndAsync(id, within: TimeSpan.FromMinutes(30));
        var took = TimeProvider.System.GetElapsedTime(submitted).TotalSeconds;
        users.ForEach(user => user.Dispose());
        return new Run(took, IdleEligible(service.Host.Log.Runs(), [.. jobs.Select(job => job.Plan)]));
    }

    /// <summary>
    /// From the first GPU stage to the last: the share of time in which none ran although a job was ready for its next one. Programs
    /// alone count as running, so what the service does between two stages is idle time.
    /// </summary>
    private static double IdleEligible(IReadOnlyList<FakeToolRun> all, HashSet<string> plans)
    {
        var runs = all.Where(run => plans.Contains(run.Plan)).ToList();
        var gpu = runs.Where(run => Stages.Single(stage => stage.Stage == run.Stage).Gpu).OrderBy(run => run.StartMicros).ToList();
        var ready = gpu.Select(run => (run.StartMicros, Since: runs.Where(before => before.Plan == run.Plan && before.EndMicros <= run.StartMicros).Max(before => before.EndMicros!.Value))).ToList();
        var (idle, until) = (0L, gpu[0].StartMicros);
        foreach (var run in gpu)
        {
            if (run.StartMicros > until)
            {
                // Ready for the GPU in this gap: since when the first of those was that start at its end or later.
                var since = ready.Where(next => next.StartMicros >= run.StartMicros).Min(next => next.Since);
                idle += Math.Max(0, run.StartMicros - Math.Max(until, since));
            }

            until = Math.Max(until, run.EndMicros!.Value);
        }

        return (double)idle / (until - gpu[0].StartMicros);
    }

    private sealed record Run(double Seconds, double IdleEligible);
}
