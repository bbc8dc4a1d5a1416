using TransVox.Bench;
using TransVox.Bench.Durable;
using TransVox.Bench.Functions;
using TransVox.Bench.Peers;
using TransVox.Bench.Scale;
using TransVox.Bench.Service;
using TransVox.Bench.Simulation;
using TransVox.Bench.Simulation.Policies;

IBenchmark[] benchmarks =
[
    new SemaphoreBenchmark(), new HandoffBenchmark(), new TableBenchmark(), new DecisionsBenchmark(), new SimulateBenchmark(), new SubmissionsBenchmark(), new ScaleBenchmark(),
    new FunctionsBenchmark(), new DubBenchmark(), new PeersBenchmark(), new PipelineBenchmark(), new WarmBenchmark(),
];

var name = args.FirstOrDefault() ?? "list";
if (name == "list")
{
    foreach (var benchmark in benchmarks)
    {
        Console.WriteLine($"{benchmark.Name,-12} {benchmark.Description}");
    }

    return 0;
}

var chosen = benchmarks.SingleOrDefault(benchmark => benchmark.Name == name);
if (chosen is null)
{
    await Console.Error.WriteLineAsync($"There is no benchmark '{name}'; 'list' names them.");
    return 2;
}

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupt.Cancel();
};
Console.WriteLine(await chosen.RunAsync(args[1..], interrupt.Token));
return 0;
