using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace TransVox.Bench.Simulation;

/// <summary>Time of a grant decision with 10 to 100,000 waiting, by BenchmarkDotNet.</summary>
internal sealed class DecisionsBenchmark : IBenchmark
{
    public string Name => "decisions";

    public string Description => "time of a grant decision with 10 to 100,000 jobs waiting (BenchmarkDotNet)";

    public Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        // In this process: a generated project would restore packages, which a machine without a network cannot.
        var config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "transvox-bench-decisions"));
        var summary = BenchmarkRunner.Run<DecisionBenchmarks>(config);
        var gpu = Means(summary, nameof(DecisionBenchmarks.GpuReleaseGrantAcquire));
        var user = Means(summary, nameof(DecisionBenchmarks.UserReleaseGrantAcquire));
        return Task.FromResult(JsonSerializer.Serialize(new
        {
            bench = Name,
            // O(log n): ten thousand times more waiting may cost a few times more, not ten thousand times.
            ratio = Math.Round(Math.Max(gpu[^1] / gpu[0], user[^1] / user[0]), 2),
            gpu_ns = gpu.Select(m => Math.Round(m)),
            user_ns = user.Select(m => Math.Round(m)),
            waiting = summary.BenchmarksCases.Select(b => (int)b.Parameters[nameof(DecisionBenchmarks.Waiting)]).Distinct().Order(),
        }));
    }

    private static double[] Means(Summary summary, string method) =>
        [.. summary.Reports.Where(r => r.BenchmarkCase.Descriptor.WorkloadMethod.Name == method && r.ResultStatistics is not null)
            .OrderBy(r => (int)r.BenchmarkCase.Parameters[nameof(DecisionBenchmarks.Waiting)]).Select(r => r.ResultStatistics!.Mean)];
}
