using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Samples;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>The sample: made once by the service itself, seen by everybody, and in nobody's way.</summary>
public sealed class SampleTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_made_once_and_played_by_everybody()
    {
        await using var harness = await StartAsync();
        Assert.Equal(SampleOutcome.Submitted, await LookAsync(harness));
        // A start before the job has ended finds it under way.
        Assert.Equal(SampleOutcome.Stands, await LookAsync(harness));
        Assert.False(JobTransitions.IsTerminal((await SampleAsync(harness)).State));
        await harness.SettleAsync();
        Assert.Equal(SampleOutcome.Stands, await LookAsync(harness));

        var sample = await SampleAsync(harness);
        Assert.Single(await harness.InstancesAsync(), id => JobIds.UserOf(id) is not null);
        Assert.Equal((JobState.Completed, "hello.mp4", "en", "es"), (sample.State, sample.FileName, sample.Options.SourceLanguage, sample.Options.TargetLanguage));
        Assert.All(sample.Outputs, file => Assert.Equal($"/api/sample/files/{file.Name}", file.Url));
        await using (var dubbed = await Service(harness).OpenFileAsync("dubbed.mp4", default))
            Assert.StartsWith("dubbed.mp4 from", await ReadAsync(dubbed), StringComparison.Ordinal);
        await using (var video = await Service(harness).OpenSourceAsync(default))
            Assert.Equal(("a sample", "hello.mp4"), (await ReadAsync(video), video.FileName));
        await NotFoundAsync(() => Service(harness).OpenFileAsync("job.json", default));
        await NotFoundAsync(() => Service(harness).OpenFileAsync("log.txt", default));
    }

    [Fact]
    public async Task It_is_no_users_and_no_user_gets_at_it()
    {
        await using var harness = await StartAsync(("concurrency:enable_priority", "true"));
        await MadeAsync(harness);
        var id = (await SampleAsync(harness)).Id;

        Assert.Empty((await harness.Jobs.ListAsync(Ada, new JobFilter(), default)).Jobs);
        await NotFoundAsync(() => harness.Jobs.GetAsync(Ada, id, default));
        await NotFoundAsync(() => harness.Jobs.OpenFileAsync(Ada, id, "dubbed.mp4", default));
        await NotFoundAsync(() => harness.Jobs.DeleteAsync(Ada, id, default));
        await NotFoundAsync(() => harness.Jobs.RetryAsync(Ada, id, null, default));
        Assert.Empty((await harness.Jobs.ExportAsync(Ada, default)).Jobs);
        Assert.Equal((0, 0, 0), await UseAsync(harness));

        // Operators see it under its own name, since it takes a slot while it is made.
        var listed = Assert.Single((await harness.Jobs.ListAsync(Operator, new JobFilter(AllUsers: true), default)).Jobs);
        Assert.Equal((id, "_sample", JobPriority.Low), (listed.Id, listed.UserId, listed.Priority));
        Assert.Single((await harness.Jobs.ListAsync(Operator, new JobFilter(UserId: "_sample"), default)).Jobs);

        // Nobody becomes its owner, by whatever name they come, and nobody can erase it or bring videos in its name.
        Assert.False(UserIds.IsValid(UserIds.Sample));
        Assert.NotEqual(UserIds.Sample, UserIds.FromPrincipal(UserIds.Sample));
        Assert.Equal(ErrorCodes.InvalidRequest, (await Assert.ThrowsAsync<RequestException>(() => harness.Admin.EraseUserAsync(Operator, UserIds.Sample, null, default))).Code);
        await harness.Areas.Input.GetBlobClient("_sample/x.mp4").UploadAsync(Video());
        Assert.Equal(IntakeResult.Ignored, (await harness.Intake.HandleAsync("_sample/x.mp4", default)).Result);
    }

    [Fact]
    public async Task Two_starts_at_once_and_a_crash_before_it_was_noted_make_one_job()
    {
        await using var harness = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => LookAsync(harness))));
        var id = (await SampleAsync(harness)).Id;
        await harness.SettleAsync();
        Assert.Single(await JobsAsync(harness));

        // Submitted, and the process died before the record was written.
        await harness.Areas.System.DeleteBlobAsync(BlobPaths.Sample);
        await NotFoundAsync(() => SampleAsync(harness));
        Assert.Equal(SampleOutcome.Submitted, await LookAsync(harness));
        Assert.Equal((id, JobState.Completed), ((await SampleAsync(harness)).Id, (await SampleAsync(harness)).State));
        Assert.Single(await JobsAsync(harness));
    }

    [Fact]
    public async Task It_waits_while_others_have_work_or_the_pool_stands_still()
    {
        await using var harness = await StartAsync();
        var job = await harness.SubmitAsync();
        Assert.Equal(SampleOutcome.Waits, await LookAsync(harness));
        await harness.EndAsync(job.Id);
        await harness.SettleAsync();
        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, default);
        Assert.Equal(SampleOutcome.Waits, await LookAsync(harness));
        await NotFoundAsync(() => SampleAsync(harness));

        await harness.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Active, default);
        await MadeAsync(harness);
        Assert.Equal(JobState.Completed, (await SampleAsync(harness)).State);
    }

    [Fact]
    public async Task Other_engines_make_another_one_and_the_same_make_none()
    {
        await using var harness = await StartAsync();
        await MadeAsync(harness);
        var first = await SampleAsync(harness);
        harness.Runner.Version = "2";
        await MadeAsync(harness);
        var second = await SampleAsync(harness);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(JobState.Completed, second.State);
        Assert.Equal(SampleOutcome.Stands, await LookAsync(harness));

        // Back again: a job of its own, which finds every result.
        harness.Runner.Version = "1";
        await MadeAsync(harness);
        var third = await SampleAsync(harness);
        Assert.DoesNotContain(third.Id, new[] { first.Id, second.Id });
        Assert.All(third.Stages, stage => Assert.True(stage.Reused));
    }

    [Fact]
    public async Task A_sample_that_failed_is_nothing_to_show_and_is_tried_again()
    {
        await using var harness = await StartAsync();
        harness.Runner.Before = (request, _) => request.Stage == Stage.Translate ? throw new StageException(ErrorCodes.EngineFailed, "It broke.", Retryability.Never) : Task.CompletedTask;
        await MadeAsync(harness);
        await NotFoundAsync(() => SampleAsync(harness));
        await NotFoundAsync(() => Service(harness).OpenSourceAsync(default));

        harness.Runner.Before = (_, _) => Task.CompletedTask;
        await MadeAsync(harness);
        Assert.Equal(JobState.Completed, (await SampleAsync(harness)).State);
        Assert.Equal(2, (await JobsAsync(harness)).Count);

        // So is one that an operator deleted.
        await harness.Jobs.DeleteAsync(Operator, (await SampleAsync(harness)).Id, default);
        await NotFoundAsync(() => SampleAsync(harness));
        await harness.SettleAsync();
        await MadeAsync(harness);
        Assert.Equal(JobState.Completed, (await SampleAsync(harness)).State);
    }

    [Fact]
    public async Task A_sample_that_brings_its_host_down_is_not_tried_again_with_the_same_engines()
    {
        await using var harness = await StartAsync();
        await LookAsync(harness);
        var id = (await SampleAsync(harness)).Id;
        for (var i = 0; i < 3; i++)
            await harness.NoteStartAsync(id, Stage.Probe);
        await harness.SettleAsync();
        Assert.Equal(ErrorCodes.Poison, (await harness.GetAsync(id)).Error!.Code);

        Assert.Equal(SampleOutcome.Stands, await LookAsync(harness));
        await NotFoundAsync(() => SampleAsync(harness));
        harness.Runner.Version = "2";
        await MadeAsync(harness);
        Assert.Equal(JobState.Completed, (await SampleAsync(harness)).State);
    }

    [Fact]
    public async Task Retention_keeps_it_and_takes_the_one_before()
    {
        await using var harness = await StartAsync();
        await MadeAsync(harness);
        var old = await SampleAsync(harness);
        harness.Runner.Version = "2";
        await MadeAsync(harness);

        harness.Clock.Ahead = TimeSpan.FromDays(400);
        await harness.Get<RetentionRunner>().RunAsync(default);

        Assert.Empty(await JobsAsync(harness));
        var sample = await SampleAsync(harness);
        Assert.Equal(JobState.Completed, sample.State);
        foreach (var file in sample.Outputs)
        {
            await using var opened = await Service(harness).OpenFileAsync(file.Name, default);
            Assert.Equal(file.Size, opened.Content.Length);
        }

        await using (var video = await Service(harness).OpenSourceAsync(default))
            Assert.Equal("a sample", await ReadAsync(video));
        Assert.DoesNotContain((await ListAsync(harness.Areas.Input)).Concat(await ListAsync(harness.Areas.Output)), name => name.Contains(old.Id, StringComparison.Ordinal));
        Assert.Equal(SampleOutcome.Stands, await LookAsync(harness));
    }

    [Fact]
    public async Task Without_engines_languages_or_video_there_is_a_reason_and_no_job()
    {
        await using (var harness = await StartAsync(("sample:target_language", "ja")))
            Assert.Equal(ErrorCodes.UnsupportedLanguage, await RefusedAsync(harness));
        await using (var harness = await StartAsync())
        {
            harness.Runner.Missing = [new MissingPart(Stage.Translate, "apertium-eng-spa")];
            Assert.Equal(ErrorCodes.EngineMissing, await RefusedAsync(harness));
        }

        await using (var harness = await StartAsync(("sample:video", _folder.File("nowhere.mp4"))))
            Assert.Equal(ErrorCodes.NotFound, await RefusedAsync(harness));
    }

    [Fact]
    public async Task It_asks_nobody_elses_server_unless_it_is_told_to_and_is_gone_when_it_is_switched_off()
    {
        await using (var harness = await StartAsync())
        {
            harness.Runner.Profiles.Add(new("hosted", null, null, null, harness.Runner.Catalogue with { LeavesMachine = true }));
            Assert.Equal(SampleOutcome.Off, await LookAsync(harness));
            Assert.Empty(await JobsAsync(harness));
            harness.Runner.Profiles[0] = harness.Runner.Profiles[0] with { Languages = harness.Runner.Catalogue };
            await MadeAsync(harness);
            Assert.Equal(JobState.Completed, (await SampleAsync(harness)).State);
            harness.Runner.Profiles[0] = harness.Runner.Profiles[0] with { Languages = harness.Runner.Catalogue with { LeavesMachine = true } };
            Assert.Equal(SampleOutcome.Off, await LookAsync(harness));
            await NotFoundAsync(() => SampleAsync(harness));
        }

        await using (var harness = await StartAsync(("sample:enabled", "true")))
        {
            harness.Runner.Profiles.Add(new("hosted", null, null, null, harness.Runner.Catalogue with { LeavesMachine = true }));
            Assert.Equal(SampleOutcome.Submitted, await LookAsync(harness));
        }

        await using (var harness = await StartAsync(("sample:enabled", "false")))
            Assert.Equal(SampleOutcome.Off, await LookAsync(harness));
        // No video beside these tests, and none configured.
        await using (var harness = await ServiceHarness.StartAsync(azurite))
            Assert.Equal(SampleOutcome.Off, await LookAsync(harness));
    }

    private Task<ServiceHarness> StartAsync(params (string Key, string Value)[] settings) =>
        ServiceHarness.StartAsync(azurite, [("sample:video", _folder.Write("hello.mp4", "a sample")), .. settings]);

    private static ISampleService Service(ServiceHarness harness) => harness.Get<ISampleService>();

    private static Task<SampleOutcome> LookAsync(ServiceHarness harness) => harness.Get<SampleMaker>().RunAsync(default);

    private static Task<JobView> SampleAsync(ServiceHarness harness) => Service(harness).GetAsync(default);

    /// <summary>Has a new one made, and lets it come to its end.</summary>
    private static async Task MadeAsync(ServiceHarness harness)
    {
        Assert.Equal(SampleOutcome.Submitted, await LookAsync(harness));
        await harness.SettleAsync();
    }

    private static async Task<string> RefusedAsync(ServiceHarness harness)
    {
        var refused = await Assert.ThrowsAsync<RequestException>(() => LookAsync(harness));
        Assert.Empty(await harness.InstancesAsync());
        await NotFoundAsync(() => SampleAsync(harness));
        return refused.Code;
    }

    private static async Task NotFoundAsync(Func<Task> act) => Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<RequestException>(act)).Code);

    private static async Task<List<string>> JobsAsync(ServiceHarness harness) => [.. (await harness.InstancesAsync()).Where(id => JobIds.UserOf(id) is not null)];

    private static async Task<(int Running, int Waiting, double GpuSeconds)> UseAsync(ServiceHarness harness)
    {
        var me = await harness.Jobs.GetMeAsync(Ada, default);
        return (me.Running, me.Waiting, me.GpuSeconds);
    }

    private static async Task<string> ReadAsync(JobFile file) => await new StreamReader(file.Content).ReadToEndAsync();
}
