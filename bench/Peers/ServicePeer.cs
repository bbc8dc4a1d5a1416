using System.Diagnostics;
using TransVox.Bench.Durable;

namespace TransVox.Bench.Peers;

/// <summary>This service's engine and semaphores, with a limit of their own for each of the users.</summary>
internal sealed class ServicePeer : IPeer
{
    private const int Users = 20;

    public string Name => "transvox";

    public async Task<WorkLog> RunAsync(Workload workload, string folder, CancellationToken cancellationToken)
    {
        await using var bench = await BenchRuntime.StartAsync(folder);
        if (workload.Samples > 0)
            return await BackloggedAsync(bench, workload, cancellationToken);
        var submitted = Stopwatch.GetTimestamp();
        await ScheduleAsync(bench, workload, cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, workload.Jobs).Select(n => bench.CompletionAsync(IdOf(n), cancellationToken)));
        return new WorkLog(submitted, Stopwatch.GetTimestamp(), bench.Work.Snapshot());
    }

    private static async Task<WorkLog> BackloggedAsync(BenchRuntime bench, Workload workload, CancellationToken cancellationToken)
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Work.Gate = open.Task;
        bench.Work.Started = starts => _ = starts > workload.Samples && enough.TrySetResult();
        var submitted = Stopwatch.GetTimestamp();
        await ScheduleAsync(bench, workload, cancellationToken);
        open.SetResult();
        await enough.Task.WaitAsync(cancellationToken);
        return new WorkLog(submitted, Stopwatch.GetTimestamp(), bench.Work.Snapshot());
    }

    private static Task ScheduleAsync(BenchRuntime bench, Workload workload, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, workload.Jobs).Select(n => bench.ScheduleAsync(
            IdOf(n),
            new SlotJob($"user-{n % Users}", Math.Max(1, workload.Slots * 3 / 50), workload.Slots, TimeProvider.System.GetUtcNow(), workload.Milliseconds),
            cancellationToken)));

    private static string IdOf(int job) => $"job-{job}";
}
