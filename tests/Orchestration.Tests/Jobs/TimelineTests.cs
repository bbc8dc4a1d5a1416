using System.Text.Json;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Orchestration.Timelines;
using TransVox.Pipeline.Stages;
using Xunit;
using static TransVox.Contract.TimelineKind;
using static TransVox.Contract.TimelineOutcome;
using Stage = TransVox.Pipeline.Stages.Stage;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>What is read out of real histories.</summary>
public abstract class TimelineTests(IDurableRuntime runtime)
{
    [Fact]
    public async Task A_job_that_completes_tells_its_stages_slots_and_steps_and_nothing_of_their_inputs()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var id = await harness.SubmitAsync(Request(harness, change: r => r with { SubmittedBy = new Actor("ada", "key1") }));
        await harness.EndAsync(id);

        var entries = await ReadAsync(harness, id);

        Assert.Equal(EngineStages.All.Select(s => s.ToWire()), entries.Where(e => e.Kind == TimelineKind.Stage).Select(e => e.Stage!.Value));
        Assert.All(entries.Where(e => e.Kind == TimelineKind.Stage), e => Assert.Equal((Completed, 1, "test 1"), (e.Outcome!.Value, e.Attempt!.Value, e.Engine)));
        Assert.Equal([null, "default", "default"], entries.Where(e => e.Kind == Slot).Select(e => e.Pool));
        Assert.Equal(["publish", "finish"], entries.Where(e => e.Kind == Step).Select(e => e.Name));
        Assert.Equal((Submitted, "upload", new TimelineActor(TimelineRole.Owner, "ada", "key1")), (entries[0].Kind, entries[0].Name, entries[0].By));
        Assert.Equal((Ended, Completed), (entries[^1].Kind, entries[^1].Outcome!.Value));
        Assert.DoesNotContain(entries, e => e.Kind is Waiting or Pause or Busy or Lost or Cancel);
        Assert.All(entries, e => Assert.True(e.EndedAt >= e.At, $"{e}"));
        var text = JsonSerializer.Serialize(entries, DurableJson.Options);
        Assert.DoesNotContain("talk.mp4", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash-", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_waits_tells_for_what_and_a_cancel_tells_by_whom()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i.Stage == Stage.Transcribe && i.UserId == "ada" ? hold.Task : null;
        var first = await harness.SubmitAsync(Request(harness));
        await harness.UntilAsync(first, "runs", s => s.Stage == Stage.Transcribe);
        var second = await harness.SubmitAsync(Request(harness, "bob"));
        await harness.UntilAsync(second, "waits", s => s.State == JobState.QueuedGpu);
        await harness.SettleAsync();

        var waits = Assert.Single(await ReadAsync(harness, second), e => e.Kind == Waiting);
        Assert.Equal(("default", 1, 0), (waits.Pool, waits.Taken!.Value, waits.Others!.Value));
        Assert.Null(waits.EndedAt);

        var third = await harness.SubmitAsync(Request(harness, "cy"));
        await harness.UntilAsync(third, "waits", s => s.State == JobState.QueuedGpu);
        await harness.Client.RaiseEventAsync(second, JobEvents.Cancel, new Actor("root"));
        await harness.EndAsync(second);
        hold.SetResult(new StageOutcome(Artifacts: new Dictionary<string, ArtifactRef> { [Artifacts.Transcript] = new("ada/k/t", "h", 1) }));
        await harness.EndAsync(third);

        var cancelled = await ReadAsync(harness, second);
        Assert.Equal(Cancelled, Assert.Single(cancelled, e => e.Kind == Waiting).Outcome);
        Assert.Equal(new TimelineActor(TimelineRole.Operator, "root"), Assert.Single(cancelled, e => e.Kind == Cancel).By);
        Assert.Equal((Ended, Cancelled), (cancelled[^1].Kind, cancelled[^1].Outcome!.Value));
        // The second wait is the one for the GPU's second phase.
        var granted = (await ReadAsync(harness, third)).First(e => e.Kind == Waiting);
        Assert.Equal((Granted, 1, 1), (granted.Outcome!.Value, granted.Taken!.Value, granted.Others!.Value));
    }

    [Fact]
    public async Task Failures_have_their_codes_and_pauses_and_busy_looks_are_one_entry()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var (looks, failures) = (0, 0);
        harness.Stage = i => i.Stage switch
        {
            Stage.Separate when looks++ < 6 => Task.FromResult(Scripted.Fail(ErrorCodes.GpuBusy, Retryability.Busy)),
            Stage.Transcribe when failures++ < 2 => Task.FromResult(Scripted.Fail(ErrorCodes.EngineFailed, Retryability.Transient)),
            Stage.Mix => Task.FromResult(Scripted.Fail(ErrorCodes.EngineMissing, Retryability.Never)),
            _ => null,
        };
        var id = await harness.SubmitAndSettleAsync(Request(harness));

        var entries = await ReadAsync(harness, id);

        var busy = Assert.Single(entries, e => e.Kind == Busy);
        Assert.Equal((6, ErrorCodes.GpuBusy, Contract.Dubbing.Stage.Separate), (busy.Count!.Value, busy.Code, busy.Stage!.Value));
        Assert.Equal(1, Assert.Single(Attempts(entries, Stage.Separate)).Attempt);
        Assert.Equal(
            [(1, Failed, ErrorCodes.EngineFailed), (2, Failed, ErrorCodes.EngineFailed), (3, Completed, null)],
            Attempts(entries, Stage.Transcribe).Select(e => (e.Attempt!.Value, e.Outcome!.Value, e.Code)));
        Assert.Equal(2, entries.Count(e => e.Kind == Pause && e.Outcome == Completed));
        Assert.DoesNotContain(entries, e => e.Kind == Pause && e.Outcome != Completed);
        Assert.Equal((Ended, Failed, ErrorCodes.EngineMissing), (entries[^1].Kind, entries[^1].Outcome!.Value, entries[^1].Code));
        var times = TimelineClock.Of(entries, entries[0].At, entries[^1].At);
        Assert.True(times.Retrying >= 0.1, $"{times}");
        Assert.Equal((entries[^1].At - entries[0].At).TotalSeconds, times.Waiting + times.Working + times.Retrying + times.Review + times.Lost + times.Languages + times.Other, 0.01);
    }

    [Fact]
    public async Task A_stage_that_ran_on_two_hosts_tells_of_both_and_of_the_time_between()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var began = TimeProvider.System.GetUtcNow();
        StageRunTime[] runs = [new(began, "a:1", began.AddSeconds(4)), new(began.AddSeconds(30), "b:2")];
        harness.Stage = i => i.Stage == Stage.Transcribe ? Task.FromResult(Scripted.Succeed(i) with { Runs = runs }) : null;
        var request = Request(harness);
        var id = await harness.SubmitAndSettleAsync(request);
        var report = new ProgressReport(Stage.Transcribe, 0.5, began.AddSeconds(40), [], 0, Attempt: 1, Runs: runs);
        var job = await SnapshotAsync(harness, id);
        var history = await harness.Client.GetOrchestrationHistoryAsync(id);

        // The history of a real run in which those moments have passed, and the one before its end with what the stage says of itself.
        var late = history.Select(e => { e.Timestamp = e.Timestamp.AddMinutes(e is DurableTask.Core.History.TaskCompletedEvent { Result: { } result } && result.Contains("a:1", StringComparison.Ordinal) ? 1 : 0); return e; }).ToList();
        var entries = HistoryReader.Read(job, late, null, began);
        var cut = late.TakeWhile(e => e is not DurableTask.Core.History.TaskCompletedEvent { Result: { } result } || !result.Contains("a:1", StringComparison.Ordinal)).ToList();
        var running = job with { Status = job.Status with { State = JobState.Running } };
        var live = HistoryReader.Read(running, cut, report, began.AddSeconds(41));
        var silent = HistoryReader.Read(running, cut, report, began.AddSeconds(90));
        var unseen = HistoryReader.Read(running, cut, null, began.AddSeconds(90));

        Assert.Equal([(Interrupted, "a:1"), (Completed, "b:2")], Attempts(entries, Stage.Transcribe).Select(e => (e.Outcome!.Value, e.Host)));
        var lost = Assert.Single(entries, e => e.Kind == Lost);
        Assert.Equal((began.AddSeconds(4), began.AddSeconds(30)), (lost.At, lost.EndedAt!.Value));
        Assert.Equal([(Interrupted, "a:1"), (null, "b:2")], Attempts(live, Stage.Transcribe).Select(e => (e.Outcome, e.Host)));
        Assert.Equal([Interrupted, Interrupted], Attempts(silent, Stage.Transcribe).Select(e => e.Outcome!.Value));
        Assert.Equal([26.0, null], silent.Where(e => e.Kind == Lost).Select(e => (e.EndedAt - e.At)?.TotalSeconds));
        Assert.Null(Assert.Single(unseen, e => e.Kind == Worker).EndedAt);
    }

    [Fact]
    public async Task A_review_tells_who_approved_it_or_that_nobody_did()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var approved = await harness.SubmitAndSettleAsync(Request(harness, review: true));
        var open = Assert.Single(await ReadAsync(harness, approved), e => e.Kind == Review);
        Assert.Null(open.EndedAt);
        await harness.Client.RaiseEventAsync(approved, JobEvents.Approve, new ReviewApproval(null, "ada", "key2"));
        var overdue = await harness.SubmitAsync(Request(harness, review: true, change: r => r with { Policy = r.Policy with { ReviewTimeout = 0.05 } }));
        await harness.EndAsync(approved);
        await harness.EndAsync(overdue);

        var review = Assert.Single(await ReadAsync(harness, approved), e => e.Kind == Review);
        Assert.Equal((Approved, new TimelineActor(TimelineRole.Owner, "ada", "key2")), (review.Outcome!.Value, review.By));
        Assert.Equal(TimedOut, Assert.Single(await ReadAsync(harness, overdue), e => e.Kind == Review).Outcome);
    }

    [Fact]
    public async Task Languages_are_entries_with_their_jobs_and_a_cancel_of_all_tells_each_by_whom()
    {
        await using var harness = await JobHarness.StartAsync(runtime, globalJobs: 2, jobsPerUser: 2);
        harness.Stage = i => i.Stage == Stage.Translate && i.Options.TargetLanguage == "de" ? Scripted.Never() : null;
        var now = TimeProvider.System.GetUtcNow();
        var request = Request(harness);
        IReadOnlyList<PlannedStage> rest = [.. request.Plan.Select(p => p with { Skip = p.Stage < Stage.Translate })];
        request = request with
        {
            Plan = [.. request.Plan.Select(p => p with { Skip = p.Stage >= Stage.Translate })],
            Languages = [new LanguageJob("es", JobIds.New("ada", now), rest), new LanguageJob("de", JobIds.New("ada", now), rest)],
        };
        var id = await harness.SubmitAsync(request);
        await harness.UntilAsync(id, "has a language", s => s.Languages.Count == 1);
        await harness.Client.RaiseEventAsync(id, JobEvents.Cancel, new Actor("ada"));
        await harness.UntilAsync(request.Languages[1].JobId, "is to stop", s => s.CancelRequested);

        var entries = await ReadAsync(harness, id);
        Assert.Equal(
            [("es", request.Languages[0].JobId, Completed), ("de", request.Languages[1].JobId, null)],
            entries.Where(e => e.Kind == Language).Select(e => (e.Name, e.JobId, e.Outcome)));
        Assert.Contains(entries, e => e is { Kind: Step, Name: "startLanguages", Outcome: Completed });
        var language = await ReadAsync(harness, request.Languages[1].JobId);
        Assert.Equal(("language", id), (language[0].Name, language[0].JobId));
        Assert.Equal(new TimelineActor(TimelineRole.Owner, "ada"), Assert.Single(language, e => e.Kind == Cancel).By);
    }

    [Fact]
    public async Task A_job_that_was_ended_from_outside_says_so_and_leaves_nothing_open()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Transcribe ? Scripted.Never() : null;
        var id = await harness.SubmitAndSettleAsync(Request(harness));
        await harness.Client.TerminateInstanceAsync(id);
        await harness.EndAsync(id);

        var entries = await ReadAsync(harness, id);

        Assert.Contains(entries, e => e is { Kind: TimelineKind.Runtime, Name: "terminate" });
        Assert.Equal((Ended, Failed, ErrorCodes.Terminated), (entries[^1].Kind, entries[^1].Outcome!.Value, entries[^1].Code));
        Assert.All(entries, e => Assert.NotNull(e.EndedAt));
    }

    private static JobRequest Request(JobHarness harness, string user = "ada", bool review = false, Func<JobRequest, JobRequest>? change = null)
    {
        var request = harness.Request(user, review) with { JobId = JobIds.New(user, TimeProvider.System.GetUtcNow()) };
        request = request with { Source = request.Source with { Blob = $"{user}/{request.JobId}/talk.mp4" } };
        return change?.Invoke(request) ?? request;
    }

    private static IEnumerable<TimelineEntry> Attempts(IEnumerable<TimelineEntry> entries, Stage stage) =>
        entries.Where(e => e.Kind == TimelineKind.Stage && e.Stage == stage.ToWire());

    private static async Task<IReadOnlyList<TimelineEntry>> ReadAsync(JobHarness harness, string id) => HistoryReader.Read(
        await SnapshotAsync(harness, id), await harness.Client.GetOrchestrationHistoryAsync(id), null, TimeProvider.System.GetUtcNow());

    private static async Task<JobSnapshot> SnapshotAsync(JobHarness harness, string id) =>
        JobSnapshots.From((await harness.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!)!;
}
