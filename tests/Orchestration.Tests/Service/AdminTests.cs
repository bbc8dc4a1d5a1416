using Azure.Storage.Blobs;
using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Telemetry;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using P = Microsoft.DurableTask.Protobuf;

namespace TransVox.Orchestration.Tests.Service;

public sealed class AdminTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Raised_limits_let_waiting_jobs_in_at_once_and_are_audited()
    {
        await using var harness = await StartAsync(azurite, ("concurrency:max_global_jobs", "1"));
        var (first, second) = await TwoJobsAsync(harness);
        Assert.Equal(JobState.QueuedGpu, (await harness.GetAsync(second)).State);
        var limits = await harness.Admin.GetLimitsAsync(CancellationToken.None);
        var changed = await harness.Admin.PutLimitsAsync(Operator, limits with { MaxGlobalJobs = 2 }, "0", CancellationToken.None);
        Assert.Equal(1, changed.Version);
        await StateAsync(harness, second, JobState.Running);
        Assert.Equal(JobState.Running, (await harness.GetAsync(first)).State);

        Assert.Equal(ErrorCodes.PreconditionFailed, (await Assert.ThrowsAsync<RequestException>(
            () => harness.Admin.PutLimitsAsync(Operator, limits, "0", CancellationToken.None))).Code);
        var invalid = await Assert.ThrowsAsync<RequestException>(
            () => harness.Admin.PutLimitsAsync(Operator, limits with { MaxQueueSize = 0 }, null, CancellationToken.None));
        Assert.Contains("'maxQueueSize' is 0", invalid.Message, StringComparison.Ordinal);
        var entry = Assert.Single(await harness.Admin.GetAuditAsync(10, CancellationToken.None));
        Assert.Equal(("root", "limits"), (entry.By, entry.Action));
    }

    [Fact]
    public async Task A_change_is_answered_although_a_semaphore_is_not_and_is_in_force_when_that_is()
    {
        await using var harness = await StartAsync(azurite);
        await harness.SubmitAndSettleAsync();
        var semaphore = SlotEntities.Gpu("default");
        // Clients cannot suspend entities; the in-process host knows them as instances.
        var host = new P.TaskHubSidecarService.TaskHubSidecarServiceClient(harness.Get<GrpcChannel>());
        await host.SuspendInstanceAsync(new P.SuspendRequest { InstanceId = semaphore.ToString() });
        var (limits, clock) = (await harness.Admin.GetLimitsAsync(CancellationToken.None), new FakeTimeProvider());
        var applier = new LimitsApplier(
            harness.Get<IDurableTaskClientProvider>(), harness.Get<IOptions<TransVoxOptions>>(), clock, NullLogger<LimitsApplier>.Instance);

        var applied = applier.ApplyAsync(limits with { Version = limits.Version + 1, Pools = new Dictionary<string, PoolLimits> { ["default"] = new(7) } }, CancellationToken.None);
        await Eventually.IsTrueAsync("the semaphore is asked", async () =>
            (await harness.InstancesAsync()).Exists(id => id.StartsWith(LimitsApplier.IdPrefix, StringComparison.Ordinal)));
        clock.Advance(LimitsApplier.LongestWait - TimeSpan.FromTicks(1));
        Assert.False(applied.IsCompleted);
        clock.Advance(TimeSpan.FromTicks(1));
        await applied.WaitAsync(TimeSpan.FromSeconds(30));

        await host.ResumeInstanceAsync(new P.ResumeRequest { InstanceId = semaphore.ToString() });
        await Eventually.IsTrueAsync("the limit is in force", async () =>
            (await harness.Client.Entities.ReadStateAsync<GpuSlotsState>(semaphore, CancellationToken.None))?.Settings?.Capacity == 7);
    }

    [Fact]
    public async Task A_paused_pool_grants_nothing_until_it_is_resumed()
    {
        await using var harness = await StartAsync(azurite);
        var paused = await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, CancellationToken.None);
        Assert.Equal(PoolMode.Paused, paused.Mode);
        var job = await harness.SubmitAndSettleAsync();
        Assert.Equal(JobState.QueuedGpu, job.State);
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Active, CancellationToken.None);
        await harness.SettleAsync();
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        await Assert.ThrowsAsync<RequestException>(() => harness.Admin.SetPoolModeAsync(Operator, "nowhere", PoolMode.Paused, CancellationToken.None));
    }

    [Fact]
    public async Task A_user_can_be_given_more_and_the_override_removed()
    {
        await using var harness = await StartAsync(azurite);
        var limits = await harness.Admin.SetUserAsync(Operator, "ada", new UserLimits(3, 2), CancellationToken.None);
        Assert.Equal(new UserLimits(3, 2), limits.Users["ada"]);
        Assert.Equal(3, (await harness.Jobs.GetMeAsync(Ada, CancellationToken.None)).MaxJobs);
        limits = await harness.Admin.SetUserAsync(Operator, "ada", null, CancellationToken.None);
        Assert.Empty(limits.Users);
        await Assert.ThrowsAsync<RequestException>(() => harness.Admin.SetUserAsync(Operator, "Not One", new UserLimits(), CancellationToken.None));
    }

    [Fact]
    public async Task The_reaper_returns_what_a_terminated_job_held_and_stops_its_activity()
    {
        await using var harness = await StartAsync(azurite, ("concurrency:max_global_jobs", "1"));
        var (first, second) = await TwoJobsAsync(harness);
        Assert.Empty((await harness.Admin.ReapAsync(CancellationToken.None)).Returned);
        await harness.Client.TerminateInstanceAsync(first);
        await harness.EndAsync(first);
        var report = await harness.Admin.ReapAsync(CancellationToken.None);
        Assert.Equal([$"{first}:gpu:1", $"{first}:user:1"], report.Returned.Order(StringComparer.Ordinal));
        Assert.Equal([first], report.PlacesFreed);
        await StateAsync(harness, second, JobState.Running);
        var view = await harness.GetAsync(first);
        Assert.Equal((JobState.Failed, ErrorCodes.Terminated), (view.State, view.Error!.Code));
        Assert.Contains($"stop/{first}", await ListAsync(harness.Areas.System));
        Assert.Empty((await harness.Admin.ReapAsync(CancellationToken.None)).Returned);
    }

    [Fact]
    public async Task A_divided_pool_is_one_to_users_and_operators()
    {
        await using var harness = await StartAsync(
            azurite, ("concurrency:max_jobs_per_user", "3"), ("scheduling:pools:default:capacity", "2"), ("scheduling:pools:default:shards", "2"));
        harness.Runner.Before = (r, token) => r.Stage == Stage.Separate ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) : Task.CompletedTask;
        harness.Open();
        // Their shards are the second and the first.
        string[] jobs = [(await harness.SubmitAsync(Ada)).Id, (await harness.SubmitAsync(Ada)).Id];
        foreach (var job in jobs)
            await StateAsync(harness, job, JobState.Running);
        string[] others = [(await harness.SubmitAsync(Bob)).Id, (await harness.SubmitAsync(Ada)).Id];
        foreach (var job in others)
            await StateAsync(harness, job, JobState.QueuedGpu);
        await Eventually.IsTrueAsync("the queue shows both shards", async () =>
            await harness.Jobs.GetQueueAsync(Operator, CancellationToken.None) is { Pools: [{ Capacity: 2, InUse: 2, Leases.Count: 2 }], Waiting.Count: 2 });

        var limits = await harness.Admin.GetLimitsAsync(CancellationToken.None);
        Task ChangeAsync(int capacity) => harness.Admin.PutLimitsAsync(
            Operator, limits with { Pools = new Dictionary<string, PoolLimits> { ["default"] = new(capacity) } }, null, CancellationToken.None);
        Assert.Contains("'pools.default.capacity' is 1", (await Assert.ThrowsAsync<RequestException>(() => ChangeAsync(1))).Message, StringComparison.Ordinal);
        await ChangeAsync(3);
        await StateAsync(harness, others[0], JobState.Running);
        await harness.Client.TerminateInstanceAsync(jobs[0]);
        await harness.EndAsync(jobs[0]);
        Assert.Equal([$"{jobs[0]}:gpu:1", $"{jobs[0]}:user:1"], (await harness.Admin.ReapAsync(CancellationToken.None)).Returned.Order(StringComparer.Ordinal));
        await StateAsync(harness, others[1], JobState.Running);
        await Eventually.IsTrueAsync("the queue shows the change", async () =>
            await harness.Jobs.GetQueueAsync(Operator, CancellationToken.None) is { Pools: [{ Capacity: 3, InUse: 3 }], Waiting.Count: 0 });
    }

    [Fact]
    public async Task A_timer_looks_at_leases_in_every_run_and_at_those_who_wait_when_it_has_rested()
    {
        await using var harness = await StartAsync(azurite, ("concurrency:max_global_jobs", "1"));
        var (_, second) = await TwoJobsAsync(harness);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var inspector = new SlowInspector(harness.Get<IPlaceInspector>(), clock, TimeSpan.FromSeconds(6));
        using var reaper = new ReaperRunner(
            harness.Get<IDurableTaskClientProvider>(), new AdmissionLedger(harness.Get<ILedgerStore>(), inspector, new AdmissionLedgerOptions(), clock), harness.Get<StopSignals>(),
            harness.Get<ILimitsStore>(), harness.Get<IOptions<TransVoxOptions>>(), harness.Get<JobMetrics>(), clock, NullLogger<ReaperRunner>.Instance);
        Assert.Equal(4, (await reaper.RunInPaceAsync(CancellationToken.None)).LeasesChecked);

        await harness.Client.TerminateInstanceAsync(second);
        await harness.EndAsync(second);
        clock.Advance(TimeSpan.FromSeconds(53));
        Assert.Equal([$"{second}:user:1"], (await reaper.RunInPaceAsync(CancellationToken.None)).Returned);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([$"{second}:gpu:1"], (await reaper.RunInPaceAsync(CancellationToken.None)).Returned);
        // Whoever asks for a look has a whole one.
        Assert.Equal(2, (await reaper.RunAsync(CancellationToken.None)).LeasesChecked);
    }

    [Fact]
    public async Task A_storage_account_that_cannot_be_reached_is_an_error_of_its_own()
    {
        var port = FreePort.Next();
        var areas = new Storage.BlobAreas(
            new BlobServiceClient(AzuriteServer.ConnectionStringFor(port), new BlobClientOptions { Retry = { MaxRetries = 0 } }), new TransVox.Orchestration.Configuration.StorageOptions());
        var e = await Assert.ThrowsAnyAsync<Exception>(() => areas.EnsureAsync(CancellationToken.None));
        Assert.True(Storage.StorageFailures.IsTransient(e));
    }

    /// <summary>One that runs, and holds the only slot, and one of another user that waits for it.</summary>
    private static async Task<(string Running, string Waiting)> TwoJobsAsync(ServiceHarness harness)
    {
        harness.Runner.Before = (r, token) => r.Stage == Stage.Separate ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) : Task.CompletedTask;
        harness.Open();
        var running = await harness.SubmitAsync();
        await StateAsync(harness, running.Id, JobState.Running);
        var waiting = await harness.SubmitAsync(Bob);
        await StateAsync(harness, waiting.Id, JobState.QueuedGpu);
        return (running.Id, waiting.Id);
    }

    private static Task StateAsync(ServiceHarness harness, string jobId, JobState state) =>
        Eventually.IsTrueAsync($"{jobId} is {state}", async () => (await harness.GetAsync(jobId)).State == state);
}
