using Microsoft.Extensions.Time.Testing;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class UpkeepTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Retention_deletes_nothing_that_is_young()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        Assert.Equal(new RetentionReport(0, 0), await harness.Get<RetentionRunner>().RunAsync(CancellationToken.None));
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
    }

    [Fact]
    public async Task A_job_whose_instance_was_purged_is_known_by_its_record()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        Assert.True(await harness.Client.PurgeEndedAsync(job.Id, CancellationToken.None));
        var view = await harness.GetAsync(job.Id);
        Assert.Equal(JobState.Completed, view.State);
        Assert.Equal(job.Outputs.Select(o => o.Name), view.Outputs.Select(o => o.Name));
        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.GetAsync(Bob, job.Id, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task A_watcher_sees_states_stages_and_lines_and_the_end()
    {
        await using var harness = await StartAsync(azurite);
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        harness.Runner.Before = (r, _) =>
        {
            if (r.Stage != Stage.Transcribe)
                return Task.CompletedTask;
            reached.TrySetResult();
            return go.Task;
        };
        var job = await harness.SubmitAsync();
        var running = Task.Run(harness.SettleAsync);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var events = new List<JobEvent>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var e in harness.Jobs.WatchAsync(Ada, job.Id, 0, limit.Token))
        {
            events.Add(e);
            if (e.Kind == "log")
                go.TrySetResult();
        }

        await running;
        Assert.Equal("state", events[0].Kind);
        Assert.Contains(events, e => e is { Kind: "log", Message: "Transcribe is half done" });
        Assert.Equal(("end", JobState.Completed), (events[^1].Kind, events[^1].Job!.State));
        Assert.Equal(events.Select(e => e.Id).Distinct().Order(), events.Select(e => e.Id));

        // Whoever comes back later is told the end again, with a greater id.
        var again = new List<JobEvent>();
        await foreach (var e in harness.Jobs.WatchAsync(Ada, job.Id, events[^1].Id, limit.Token))
            again.Add(e);
        Assert.Equal(["state", "end"], again.Select(e => e.Kind));
        Assert.All(again, e => Assert.True(e.Id > events[^1].Id));
    }

    [Fact]
    public async Task A_watcher_of_a_job_that_waits_for_a_person_asks_for_no_progress_and_looks_every_two_seconds()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Command() with { Review = true });
        var (reports, time) = (new CountedProgress(), new FakeTimeProvider());
        var watch = new WatchService(harness.Get<JobReader>(), harness.Get<QueueService>(), reports, harness.Get<IJobSignal>(), time);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var events = watch.WatchAsync(Ada, job.Id, 0, limit.Token).GetAsyncEnumerator(limit.Token);
        await using (events)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(JobState.AwaitingReview, events.Current.Job!.State);
            var next = events.MoveNextAsync().AsTask();
            await harness.Jobs.ApproveAsync(Ada, job.Id, null, limit.Token);
            await harness.EndAsync(job.Id);

            time.Advance(TimeSpan.FromSeconds(1.9));
            Assert.False(next.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(0.1));

            Assert.True(await next);
            Assert.Equal((JobState.Completed, 0), (events.Current.Job!.State, reports.Reads));
        }
    }

    [Fact]
    public async Task A_watcher_hears_at_once_of_a_change_that_the_runtime_tells()
    {
        await using var harness = await StartAsync(azurite);

        var next = await NextToldAfterAsync(harness, id => harness.Jobs.ApproveAsync(Ada, id, null, CancellationToken.None));

        Assert.Equal(JobState.Completed, next.Job!.State);
    }

    [Fact]
    public async Task A_watcher_of_a_job_that_is_deleted_hears_that_there_is_none_once_it_has_stopped()
    {
        await using var harness = await StartAsync(azurite);

        var gone = await Assert.ThrowsAsync<RequestException>(() =>
            NextToldAfterAsync(harness, id => harness.Jobs.DeleteAsync(Ada, id, CancellationToken.None)));

        Assert.Equal(ErrorCodes.NotFound, gone.Code);
    }

    [Fact]
    public async Task The_cache_keeps_to_its_size_and_drops_the_oldest()
    {
        await using var harness = await StartAsync(azurite, ("storage:cache_size_mb", "1"));
        var cache = harness.Get<ArtifactCache>();
        var links = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var file = Path.Combine(harness.Disk, $"f{i}");
            await File.WriteAllBytesAsync(file, new byte[300_000]);
            cache.Add($"hash{i}", file);
            links.Add(file);
        }

        var kept = Directory.EnumerateFiles(Path.Combine(harness.Disk, "cache")).Select(Path.GetFileName).Order().ToList();
        Assert.True(kept.Count <= 3);
        Assert.Contains("hash4", kept);
        Assert.False(cache.TryLink("hash0", Path.Combine(harness.Disk, "out0")));
        Assert.True(cache.TryLink("hash4", Path.Combine(harness.Disk, "out4")));
        Assert.All(links, l => Assert.Equal(300_000, new FileInfo(l).Length));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_removed_and_what_a_live_one_uses_is_not()
    {
        await using var harness = await StartAsync(azurite);
        var workspace = harness.Get<LocalWorkspace>();
        using var live = workspace.Open();
        var dead = Directory.CreateDirectory(Path.Combine(harness.Disk, "runs", "1-dead"));
        await File.WriteAllTextAsync(Path.Combine(dead.FullName, ".lock"), "");
        await File.WriteAllTextAsync(Path.Combine(dead.FullName, "half.wav"), "x");
        Assert.Equal(1, workspace.RemoveStale());
        Assert.True(Directory.Exists(live.Path));
        Assert.False(dead.Exists && Directory.Exists(dead.FullName));
    }

    /// <summary>What the watcher of a job in review says next, when something ends the job and the runtime tells; time stands still.</summary>
    private static async Task<JobEvent> NextToldAfterAsync(ServiceHarness harness, Func<string, Task> act)
    {
        var job = await harness.SubmitAndSettleAsync(command: Command() with { Review = true });
        var signal = new ToldSignal();
        var watch = new WatchService(harness.Get<JobReader>(), harness.Get<QueueService>(), harness.Get<IProgressStore>(), signal, new FakeTimeProvider());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var events = watch.WatchAsync(Ada, job.Id, 0, limit.Token).GetAsyncEnumerator(limit.Token);
        await using (events)
        {
            Assert.True(await events.MoveNextAsync());
            var next = events.MoveNextAsync().AsTask();
            await act(job.Id);
            await harness.EndAsync(job.Id);
            Assert.Equal(JobState.AwaitingReview, signal.Seen!.Status.State);

            signal.Told.SetResult();

            Assert.True(await next.WaitAsync(limit.Token));
            return events.Current;
        }
    }

    private sealed class ToldSignal : IJobSignal
    {
        public TaskCompletionSource Told { get; } = new();

        public JobSnapshot? Seen { get; private set; }

        public Task ChangedAsync(JobSnapshot seen, CancellationToken cancellationToken)
        {
            Seen = seen;
            return Told.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class CountedProgress : IProgressStore
    {
        public int Reads { get; private set; }

        public Task BeginAsync(string jobId, Func<ProgressReport?, Task<ProgressReport?>> begin, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task EndAsync(string jobId, ProgressReport run, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ReportAsync(string jobId, ProgressReport report, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ProgressReport?> ReadAsync(string jobId, CancellationToken cancellationToken)
        {
            Reads++;
            return Task.FromResult<ProgressReport?>(null);
        }

        public void Leave(string jobId)
        {
        }

        public Task ClearAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
