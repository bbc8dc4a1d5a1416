using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TransVox.Bench.Durable;
using TransVox.Bench.Simulation;

namespace TransVox.Bench.Peers;

/// <summary>
/// Three workloads on this service and on a Redis job queue, in turns, on one disk and one clock, all of them durable: 1,000 jobs of
/// 100 ms on 50 slots against the bound of 2 s, the time between two jobs on one slot with a long queue, and ten jobs of ten minutes
/// (scaled) on 1, 3 and 5 slots against the optimum.
/// </summary>
internal sealed class PeersBenchmark : IBenchmark
{
    private const int Turns = 3;
    private const int Samples = 1_000;

    private static readonly Workload Many = new(Jobs: 1_000, Slots: 50, Milliseconds: 100);
    private static readonly Workload Backlog = new(Jobs: 10_000 + Samples + 10, Slots: 1, Milliseconds: 2, Samples);
    private static readonly Workload[] Table = [.. new[] { 1, 3, 5 }.Select(slots => new Workload(Jobs: 10, slots, Milliseconds: 2_400))];

    public string Name => "peers";

    public string Description => "this service and BullMQ on Redis (fsync always), in turns: 1,000 jobs, hand-off, and the table of 1/3/5 slots [FOLDER]";

    public async Task<string> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (Stopwatch.Frequency != 1_000_000_000)
            throw new NotSupportedException("The programs are compared on a clock that both read in nanoseconds: Linux.");
        var folder = args.Length > 0 ? args[0] : Path.GetTempPath();
        IPeer[] peers = [new ServicePeer(), new BullMqPeer()];
        // What is compiled on the first use must not be taken for waiting.
        foreach (var peer in peers)
            await peer.RunAsync(Many, folder, cancellationToken);
        var turns = peers.ToDictionary(peer => peer.Name, _ => new List<Turn>());
        for (var n = 0; n < Turns; n++)
        {
            foreach (var peer in peers)
            {
                var turn = await MeasureAsync(peer, folder, cancellationToken);
                turns[peer.Name].Add(turn);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"turn {n + 1}, {peer.Name,-8}: {turn.Ratio:0.000} x the bound; hand-off p50 {turn.HandoffP50:0.00} ms, p99 {turn.HandoffP99:0.00} ms; {turn.Table:0.00%} of the optimum"));
            }
        }

        var flush = DiskFlush.Measure(folder);
        return JsonSerializer.Serialize(new
        {
            bench = Name,
            peers = turns.ToDictionary(peer => peer.Key, peer => new
            {
                ratio = Median(peer.Value, turn => turn.Ratio),
                handoff_p50_ms = Median(peer.Value, turn => turn.HandoffP50),
                handoff_p99_ms = Median(peer.Value, turn => turn.HandoffP99),
                table = Median(peer.Value, turn => turn.Table),
            }),
            disk_flush_p50_ms = Math.Round(Percentiles.Of(flush, 0.5), 3),
            disk_flush_p99_ms = Math.Round(Percentiles.Of(flush, 0.99), 3),
        });
    }

    private static async Task<Turn> MeasureAsync(IPeer peer, string folder, CancellationToken cancellationToken)
    {
        var many = await peer.RunAsync(Many, folder, cancellationToken);
        var gaps = WorkActivity.Gaps((await peer.RunAsync(Backlog, folder, cancellationToken)).Log, Samples);
        var table = double.MaxValue;
        foreach (var workload in Table)
        {
            var run = await peer.RunAsync(workload, folder, cancellationToken);
            table = Math.Min(table, TableBenchmark.Evaluate(run.Log, run.Submitted, workload.Slots, workload.Milliseconds).Ratio);
        }

        var bound = (double)Many.Jobs * Many.Milliseconds / Many.Slots / 1000;
        return new Turn(Stopwatch.GetElapsedTime(many.Submitted, many.Completed).TotalSeconds / bound, Percentiles.Of(gaps, 0.5), Percentiles.Of(gaps, 0.99), table);
    }

    private static double Median(List<Turn> turns, Func<Turn, double> figure) => Math.Round(Percentiles.Median(turns, figure), 4);

    private sealed record Turn(double Ratio, double HandoffP50, double HandoffP99, double Table);
}
