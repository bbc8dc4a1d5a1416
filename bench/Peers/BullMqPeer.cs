using System.Globalization;
using System.Text.Json;
using TransVox.TestKit;

namespace TransVox.Bench.Peers;

/// <summary>
/// BullMQ on Redis, which writes and flushes each change before it answers, as this service does. Its limits per user are not free
/// software, so it has none here.
/// </summary>
internal sealed class BullMqPeer : IPeer
{
    private static readonly string Script = Path.Combine(RepositoryPaths.Root, "bench", "Peers", "bullmq.mjs");

    public string Name => "bullmq";

    public async Task<WorkLog> RunAsync(Workload workload, string folder, CancellationToken cancellationToken)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "transvox-bench-" + Path.GetRandomFileName()));
        var port = FreePort.Next();
        await using var redis = RunningProgram.Start(
            "redis-server",
            ["--port", Text(port), "--bind", "127.0.0.1", "--dir", data.FullName, "--appendonly", "yes", "--appendfsync", "always", "--save", ""]);
        await redis.WaitForOutputAsync("Ready to accept connections");
        int[] arguments = [port, workload.Jobs, workload.Slots, workload.Milliseconds, workload.Samples];
        var run = await RunningProgram.RunAsync("node", [Script, .. arguments.Select(Text)], within: TimeSpan.FromMinutes(5));
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"BullMQ ended with {run.ExitCode}: {run.Errors}");
        var said = JsonDocument.Parse(run.Output).RootElement;
        data.Delete(recursive: true);
        return new WorkLog(
            said.GetProperty("submitted").GetInt64(),
            said.GetProperty("completed").GetInt64(),
            [.. said.GetProperty("log").EnumerateArray().Select(e => (e[0].GetBoolean(), e[1].GetInt64()))]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
