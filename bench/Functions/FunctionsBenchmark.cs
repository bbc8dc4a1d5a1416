using System.Globalization;
using System.Text.Json;
using TransVox.TestKit;

namespace TransVox.Bench.Functions;

/// <summary>
/// The product's semaphores and the plain one of published samples on the real Durable extension, in turns, with
/// the product's <c>host.json</c>: many short orchestrations over their bound, the idle time of a single slot, and storage requests.
/// </summary>
internal sealed class FunctionsBenchmark : IBenchmark
{
    private const string Ours = "SlotOrchestrator";
    private const string Plain = "PlainOrchestrator";

    public string Name => "functions";

    public string Description =>
        "the same two on Azure Functions with the storage emulator, beside a plain entity semaphore, or the same with other settings [JOBS] [TURNS] [durableTask__SETTING=VALUE…]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var numbers = args.TakeWhile(arg => !arg.Contains('=', StringComparison.Ordinal)).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
        var settings = args.Skip(numbers.Length).Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var (jobs, turns) = (numbers.ElementAtOrDefault(0) is > 0 and var j ? j : 100, numbers.ElementAtOrDefault(1) is > 0 and var t ? t : 3);
        (string Name, string Orchestrator, Dictionary<string, string> Settings)[] variants =
            [("semaphores", Ours, []), settings.Count == 0 ? ("plain", Plain, []) : ("with_settings", Ours, settings)];
        var results = variants.ToDictionary(variant => variant.Name, _ => new List<FunctionsTurn>());
        for (var turn = 1; turn <= turns; turn++)
        {
            foreach (var (name, orchestrator, with) in variants)
            {
                // The emulator looks through all that it holds at each request: every turn begins with an empty one.
                await using var storage = await AzuriteServer.StartAllAsync(log: true);
                await using var app = await FunctionsAppUnderTest.StartAsync(storage, with);
                var result = await app.MeasureAsync(orchestrator, jobs, cancellationToken);
                Console.WriteLine($"{name} {turn}: {JsonSerializer.Serialize(result)}");
                results[name].Add(result);
            }
        }

        return JsonSerializer.Serialize(new
        {
            bench = Name,
            jobs,
            slots = FunctionsAppUnderTest.Slots,
            bound_s = FunctionsAppUnderTest.BoundSeconds(jobs),
            variants = results.ToDictionary(result => result.Key, result => Summary(result.Value, jobs)),
            settings,
        });
    }

    private static object Summary(List<FunctionsTurn> turns, int jobs)
    {
        double Median(Func<FunctionsTurn, double> figure) => Math.Round(Percentiles.Median(turns, figure), 1);
        return new
        {
            ratio = Median(turn => turn.Seconds / FunctionsAppUnderTest.BoundSeconds(jobs)),
            seconds = Median(turn => turn.Seconds),
            handoff_p50_ms = Median(turn => turn.HandoffP50Ms),
            handoff_p99_ms = Median(turn => turn.HandoffP99Ms),
            handoff_between_users_p50_ms = Median(turn => turn.HandoffBetweenUsersP50Ms),
            handoff_between_users_p99_ms = Median(turn => turn.HandoffBetweenUsersP99Ms),
            requests_per_job = Median(turn => turn.RequestsPerJob),
            fetches_per_job = Median(turn => turn.FetchesPerJob),
        };
    }
}
