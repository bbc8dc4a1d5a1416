using System.Formats.Tar;
using System.Text;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Moves;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Jobs from one service to another: none runs twice, none is lost, wherever it breaks off.</summary>
public sealed class MoveTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private ServiceHarness _here = null!;
    private ServiceHarness _there = null!;

    public async Task InitializeAsync() => (_here, _there) = (await StartAsync(azurite), await StartAsync(azurite));

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task A_finished_job_is_there_with_its_results_and_twice_changes_nothing()
    {
        var job = await _here.SubmitAndSettleAsync();
        var bundle = await ExportAsync(job.Id);

        for (var n = 0; n < 2; n++)
            Assert.Equal(MoveState.Present, await ImportAsync(job.Id, bundle));
        await _there.SettleAsync();

        var page = await _there.Jobs.ListAsync(Ada, new JobFilter(), default);
        var moved = Assert.Single(page.Jobs);
        Assert.Equal((job.Id, JobState.Completed, job.CreatedAt, job.EndedAt), (moved.Id, moved.State, moved.CreatedAt, moved.EndedAt));
        Assert.Equal(job.Outputs, moved.Outputs);
        foreach (var name in job.Outputs.Select(file => file.Name).Append("log.txt"))
            Assert.Equal(await ReadAsync(await _here.Jobs.OpenFileAsync(Ada, job.Id, name, default)), await ReadAsync(await _there.Jobs.OpenFileAsync(Ada, job.Id, name, default)));
        Assert.Equal("a video", await ReadAsync(await _there.Jobs.OpenSourceAsync(Ada, job.Id, default)));
        Assert.Empty(_there.Runner.Ran);
        // It can be worked with: its stages run here.
        var again = await _there.Jobs.RetryAsync(Ada, job.Id, null, default);
        await _there.SettleAsync();
        Assert.Equal(JobState.Completed, (await _there.GetAsync(again.Job.Id)).State);
    }

    [Fact]
    public async Task A_failed_job_is_there_as_failed()
    {
        _here.Runner.Before = (_, _) => throw new StageException(ErrorCodes.EngineFailed, "It failed.");
        var job = await _here.SubmitAndSettleAsync();
        Assert.Equal(MoveState.Present, await ImportAsync(job.Id, await ExportAsync(job.Id)));
        await _there.SettleAsync();
        Assert.Equal(job.Error, (await _there.GetAsync(job.Id)).Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Broken_off_after_any_step_and_begun_anew_a_waiting_job_runs_there_once_and_here_not(int steps)
    {
        var job = await WaitingAsync();
        Func<Task>[] all =
        [
            () => ExportAsync(job),
            async () => await ImportAsync(job, await ExportAsync(job)),
            () => WithdrawAsync(job),
            () => ReleaseAsync(job),
        ];
        var bundle = await ExportAsync(job);
        foreach (var step in all.Take(steps))
            await step();

        // The folder still has the bundle; every step that was made is made again.
        Assert.Equal(steps == 4 ? MoveState.Present : MoveState.Held, await ImportAsync(job, bundle));
        Assert.Empty(_there.Runner.Ran);
        Assert.Equal(MoveState.Withdrawn, await WithdrawAsync(job));
        Assert.Equal(MoveState.Withdrawn, await WithdrawAsync(job));
        for (var n = 0; n < 2; n++)
            Assert.Equal(MoveState.Present, await ReleaseAsync(job));
        await ResumeAsync(_here);
        await _there.SettleAsync();

        var (before, after) = (await _here.GetAsync(job), await _there.GetAsync(job));
        Assert.Equal((JobState.Cancelled, JobState.Completed), (before.State, after.State));
        Assert.Contains("moved", before.Error!.Message, StringComparison.Ordinal);
        Assert.Equal((before.CreatedAt, JobPriority.High), (after.CreatedAt, after.Priority));
        Assert.Equal(8, _there.Runner.Ran.Count);
        Assert.DoesNotContain(Stage.Separate, _here.Runner.Ran);
        Assert.Empty(await ListAsync(_there.Areas.System, "held/"));
    }

    [Theory]
    [InlineData("started")]
    [InlineData("cancelled")]
    [InlineData("another move")]
    public async Task What_was_not_withdrawn_for_this_move_stays(string meanwhile)
    {
        var job = await WaitingAsync();
        Assert.Equal(MoveState.Held, await ImportAsync(job, await ExportAsync(job)));
        if (meanwhile == "started")
            await ResumeAsync(_here);
        else if (meanwhile == "cancelled")
            await _here.Jobs.CancelAsync(Ada, job, default);
        else
            await WithdrawAsync(job, "move-2");
        await _here.SettleAsync();

        Assert.Equal(MoveState.Kept, await WithdrawAsync(job));
        await _there.Get<MoveImporter>().DropAsync(Operator, job, default);
        await _there.Get<MoveImporter>().DropAsync(Operator, job, default);

        Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<RequestException>(() => ReleaseAsync(job))).Code);
        Assert.Empty(_there.Runner.Ran);
        Assert.Empty(await ListAsync(_there.Areas.Input));
        // Its end can be moved as of any other.
        Assert.Equal(MoveState.Present, await ImportAsync(job, await ExportAsync(job)));
    }

    [Fact]
    public async Task An_end_that_comes_while_a_job_is_held_takes_its_place()
    {
        var job = await WaitingAsync();
        await ImportAsync(job, await ExportAsync(job));
        await ResumeAsync(_here);
        await _here.SettleAsync();

        Assert.Equal(MoveState.Present, await ImportAsync(job, await ExportAsync(job)));
        await ReleaseAsync(job);
        await _there.SettleAsync();
        Assert.Equal(JobState.Completed, (await _there.GetAsync(job)).State);
        Assert.Empty(_there.Runner.Ran);
    }

    [Fact]
    public async Task Jobs_wait_there_in_the_order_of_their_submission_and_a_full_queue_holds_them_on()
    {
        var (first, second) = (await WaitingAsync(), await WaitingAsync("bob"));
        await PauseAsync(_there);
        foreach (var job in new[] { first, second })
        {
            await ImportAsync(job, await ExportAsync(job));
            await WithdrawAsync(job);
        }

        await _there.Admin.PutLimitsAsync(Operator, await _there.Admin.GetLimitsAsync(default) with { MaxQueueSize = 1 }, null, default);
        await ReleaseAsync(second);
        await _there.SettleAsync();
        Assert.Equal(ErrorCodes.QueueFull, (await Assert.ThrowsAsync<RequestException>(() => ReleaseAsync(first))).Code);
        await _there.Admin.PutLimitsAsync(Operator, await _there.Admin.GetLimitsAsync(default) with { MaxQueueSize = 2 }, null, default);
        await ReleaseAsync(first);
        await _there.SettleAsync();

        await Eventually.IsTrueAsync(
            "the first is the first", async () => (await _there.Jobs.GetQueueAsync(Operator, default)).Waiting.Select(entry => entry.JobId).SequenceEqual([first, second]));
    }

    [Fact]
    public async Task What_is_under_way_is_not_exported()
    {
        var job = await _here.SubmitAndSettleAsync(command: Command() with { Review = true });
        Assert.Equal(JobState.AwaitingReview, job.State);
        Assert.Equal(ErrorCodes.Conflict, (await Assert.ThrowsAsync<RequestException>(() => ExportAsync(job.Id))).Code);
        Assert.Equal(MoveState.Kept, await WithdrawAsync(job.Id));
        Assert.Equal(JobState.AwaitingReview, (await _here.GetAsync(job.Id)).State);
    }

    [Fact]
    public async Task A_bundle_that_was_cut_off_or_is_not_what_it_says_leaves_no_job()
    {
        var ended = await _here.SubmitAndSettleAsync(Bob);
        var job = await WaitingAsync();
        var bundle = await ExportAsync(job);
        foreach (var length in new[] { 0, 100, 600, bundle.Length / 2, bundle.Length - 1600 })
            await RefusedAsync(job, bundle[..length]);
        await RefusedAsync(job.Replace("ada.", "bob.", StringComparison.Ordinal), bundle);
        await RefusedAsync("_sample." + job[4..], bundle);
        await RefusedAsync(job, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bundle).Replace("\"talk.mp4\"", "\"        \"", StringComparison.Ordinal)));
        foreach (var found in new[] { "large-number", "no-time", "sparse" })
            await RefusedAsync(job, await File.ReadAllBytesAsync(Path.Combine(RepositoryPaths.Root, "tests/Fuzz/Corpus/bundle", found)));
        await RefusedAsync(ended.Id, await RenamedAsync(await ExportAsync(ended.Id), "output/dubbed.mp4", "output/../../bob/x"));

        Assert.Empty((await _there.Jobs.ListAsync(Operator, new JobFilter(AllUsers: true), default)).Jobs);
        Assert.Empty(await ListAsync(_there.Areas.System, "held/"));
    }

    private static async Task<byte[]> RenamedAsync(byte[] bundle, string from, string to)
    {
        var result = new MemoryStream();
        await using (var reader = new TarReader(new MemoryStream(bundle)))
        await using (var writer = new TarWriter(result, TarEntryFormat.Pax, leaveOpen: true))
        {
            while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, entry.Name == from ? to : entry.Name) { DataStream = entry.DataStream });
        }

        return result.ToArray();
    }

    private static async Task<string> ReadAsync(JobFile file)
    {
        await using (file)
        {
            using var reader = new StreamReader(file.Content);
            return await reader.ReadToEndAsync();
        }
    }

    private static async Task<List<string>> ListAsync(Azure.Storage.Blobs.BlobContainerClient container, string prefix = "") =>
        [.. (await ServiceHarness.ListAsync(container)).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];

    private static Task<PoolView> PauseAsync(ServiceHarness harness) => harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, default);

    private static Task<PoolView> ResumeAsync(ServiceHarness harness) => harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Active, default);

    private async Task RefusedAsync(string jobId, byte[] bundle) =>
        Assert.Equal(ErrorCodes.InvalidRequest, (await Assert.ThrowsAsync<RequestException>(() => ImportAsync(jobId, bundle))).Code);

    private async Task<string> WaitingAsync(string user = "ada")
    {
        await _here.Admin.PutLimitsAsync(Operator, await _here.Admin.GetLimitsAsync(default) with { EnablePriority = true }, null, default);
        await PauseAsync(_here);
        var job = await _here.SubmitAndSettleAsync(new Caller(user), Command() with { Priority = JobPriority.High });
        Assert.Equal(JobState.QueuedGpu, job.State);
        await _there.Admin.PutLimitsAsync(Operator, await _there.Admin.GetLimitsAsync(default) with { EnablePriority = true }, null, default);
        return job.Id;
    }

    private async Task<byte[]> ExportAsync(string jobId)
    {
        var write = await _here.Get<MoveExporter>().OpenBundleAsync(Operator, jobId, default);
        var bundle = new MemoryStream();
        await write(bundle, default);
        return bundle.ToArray();
    }

    private async Task<MoveState> ImportAsync(string jobId, byte[] bundle) => (await _there.Get<MoveImporter>().ImportAsync(Operator, jobId, new MemoryStream(bundle), default)).State;

    private async Task<MoveState> WithdrawAsync(string jobId, string move = "move-1")
    {
        // The cancel is an activity of the end.
        _here.Open();
        return (await _here.Get<MoveExporter>().WithdrawAsync(Operator, jobId, move, default)).State;
    }

    private async Task<MoveState> ReleaseAsync(string jobId) => (await _there.Get<MoveImporter>().ReleaseAsync(Operator, jobId, default)).State;
}
