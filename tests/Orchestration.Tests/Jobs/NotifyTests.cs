using System.Collections.Concurrent;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>What a job tells, when, and in which order it arrives.</summary>
public abstract class NotifyTests(IDurableRuntime runtime)
{
    private readonly ConcurrentQueue<JobNotice> _told = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_tells_its_way_to_the_end(bool review)
    {
        await using var harness = await StartAsync();
        var job = await SubmitAsync(harness, Request(harness, review));
        if (review)
        {
            await harness.UntilAsync(job, "waits for review", s => s.State == JobState.AwaitingReview);
            await harness.ApproveAsync(job);
        }

        await ToldAsync(harness, job, review ? [JobState.Running, JobState.AwaitingReview, JobState.Completed] : [JobState.Running, JobState.Completed]);
        Assert.Equal(Enumerable.Range(1, _told.Count), _told.Select(notice => notice.Number));
        Assert.All(_told, notice => Assert.Equal((job, "ada", "talk.mp4", "es"), (notice.JobId, notice.UserId, notice.FileName, notice.TargetLanguage)));
        Assert.Equal(review, _told.Any(notice => notice.ReviewDeadline is not null));
    }

    [Theory]
    [InlineData("es", "es")]
    [InlineData("", null)]
    public void A_transcript_has_no_target_language(string asked, string? told) =>
        Assert.Equal(told, new JobNotice("ada.1", "ada", 1, JobState.Completed, default, "talk.mp4", asked, default).ToMessage().Data!.TargetLanguage);

    [Fact]
    public async Task A_failure_is_told_though_the_orchestration_fails()
    {
        await using var harness = await StartAsync();
        harness.Stage = input => input.Stage == Stage.Transcribe
            ? Task.FromResult(Scripted.Fail(ErrorCodes.EngineFailed, Retryability.Never))
            : null;

        var job = await SubmitAsync(harness, Request(harness));

        await ToldAsync(harness, job, [JobState.Running, JobState.Failed]);
        Assert.NotNull(_told.Last().Error);
    }

    [Fact]
    public async Task The_first_thing_told_may_be_the_end()
    {
        await using var harness = await StartAsync();
        var job = await SubmitAsync(harness, Request(harness) with { Rejection = new JobError("no_audio", "There is no sound.") });

        await ToldAsync(harness, job, [JobState.Rejected]);
    }

    [Fact]
    public async Task A_job_of_somebody_without_webhooks_tells_nothing_until_there_are_some()
    {
        await using var harness = await StartAsync();
        var hold = new TaskCompletionSource<StageOutcome>();
        var quiet = await harness.SubmitAsync(harness.Request());
        await harness.EndAsync(quiet);
        Assert.Null(await harness.Client.GetInstanceAsync(NotifyOrchestrator.IdOf(quiet)));

        harness.Stage = input => input.Stage == Stage.Mix ? hold.Task : null;
        var job = await harness.SubmitAndSettleAsync(harness.Request());
        await NotifyOrchestrator.StartAsync(harness.Client, job, default);
        await harness.Client.RaiseEventAsync(job, JobEvents.Webhooks);
        hold.SetResult(new StageOutcome());

        await ToldAsync(harness, job, [JobState.Completed]);
    }

    [Fact]
    public async Task A_webhook_gets_the_next_message_of_a_job_when_the_one_before_is_settled_and_others_do_not_wait()
    {
        await using var harness = await StartAsync();
        var sent = new ConcurrentQueue<(string Webhook, string Delivery, int Number)>();
        var plan = harness.Plan;
        harness.Plan = input => plan(input) with
        {
            Deliveries = input.Notice is { } n ? [new("ada", "slow", $"{n.Number}"), new("ada", "quick", $"{n.Number}")] : [],
            Delays = [0.05, 0.05, 0.05],
        };
        harness.Deliver = input =>
        {
            sent.Enqueue((input.Delivery.WebhookId, input.Delivery.DeliveryId, input.Number));
            var refuses = input.Delivery is { WebhookId: "slow", DeliveryId: "1" } && input.Number < 4;
            return Task.FromResult(refuses ? DeliverOutcome.Failed : DeliverOutcome.Settled);
        };

        var job = await SubmitAsync(harness, Request(harness));

        await harness.EndAsync(job);
        await harness.EndAsync(NotifyOrchestrator.IdOf(job));
        Assert.Equal([("1", 1), ("1", 2), ("1", 3), ("1", 4), ("2", 1)], sent.Where(s => s.Webhook == "slow").Select(s => (s.Delivery, s.Number)));
        Assert.Equal([("1", 1), ("2", 1)], sent.Where(s => s.Webhook == "quick").Select(s => (s.Delivery, s.Number)));
    }

    [Fact]
    public async Task A_message_that_nobody_accepts_is_given_up_after_the_last_delay_and_what_was_not_tried_is_no_attempt()
    {
        await using var harness = await StartAsync();
        var sent = new ConcurrentQueue<DeliverInput>();
        var plan = harness.Plan;
        harness.Plan = input => plan(input) with { Deliveries = input.Notice is { Number: 1 } ? [new("ada", "dead", "1")] : [], Delays = [0.05, 0.05] };
        harness.Deliver = input =>
        {
            sent.Enqueue(input);
            if (sent.Count == 3)
                throw new InvalidOperationException("a crash");
            return Task.FromResult(sent.Count == 1 ? DeliverOutcome.NotTried : DeliverOutcome.Failed);
        };

        var job = await SubmitAsync(harness, Request(harness));

        await harness.EndAsync(job);
        await harness.EndAsync(NotifyOrchestrator.IdOf(job));
        Assert.Equal([1, 1, 2, 3], sent.Select(input => input.Number));
        Assert.Equal([false, false, false, true], sent.Select(input => input.NextDelay is null));
        Assert.All(sent.SkipLast(1), input => Assert.InRange(input.NextDelay!.Value, 0.045, 0.055));
    }

    [Fact]
    public async Task A_job_that_was_ended_from_outside_is_looked_at()
    {
        await using var harness = await StartAsync();
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = input => input.Stage == Stage.Transcribe ? hold.Task : null;
        var looks = 0;
        var plan = harness.Plan;
        harness.Plan = input =>
        {
            if (input.Notice is not null)
                return plan(input);
            // One that comes before the start is told says nothing.
            if (input.Number == 1)
                return new NoticePlan([], [], Ended: false);
            return new NoticePlan([], [], Ended: Interlocked.Increment(ref looks) == 3);
        };
        var request = Request(harness);
        await harness.Client.StartOnceAsync(NotifyOrchestrator.OrchestratorName, new NotifyInput(request.JobId, 1), NotifyOrchestrator.IdOf(request.JobId), default);
        var job = await harness.SubmitAsync(request);
        await Eventually.IsTrueAsync("the start is told", () => !_told.IsEmpty);

        await harness.Client.TerminateInstanceAsync(job);
        hold.SetResult(new StageOutcome());

        await harness.EndAsync(NotifyOrchestrator.IdOf(job));
        Assert.Equal(3, looks);
    }

    private async Task<JobHarness> StartAsync()
    {
        var harness = await JobHarness.StartAsync(runtime);
        var plan = harness.Plan;
        harness.Plan = input =>
        {
            if (input.Notice is { } notice)
                _told.Enqueue(notice);
            return plan(input);
        };
        return harness;
    }

    [Fact]
    public async Task A_job_ends_whatever_its_webhooks_do()
    {
        await using var harness = await StartAsync();
        var plan = harness.Plan;
        harness.Plan = input => plan(input) with { Deliveries = input.Notice is { Number: 1 } ? [new("ada", "away", "1")] : [], Delays = [3600] };
        harness.Deliver = _ => Task.FromResult(DeliverOutcome.Failed);

        var job = await SubmitAsync(harness, Request(harness));

        await harness.EndAsync(job);
        Assert.False((await harness.Client.GetInstanceAsync(NotifyOrchestrator.IdOf(job)))!.IsCompleted);
    }

    private static async Task<string> SubmitAsync(JobHarness harness, JobRequest request)
    {
        await NotifyOrchestrator.StartAsync(harness.Client, request.JobId, default);
        return await harness.SubmitAsync(request);
    }

    private static JobRequest Request(JobHarness harness, bool review = false) => harness.Request(review: review) with { Webhooks = true };

    private async Task ToldAsync(JobHarness harness, string job, JobState[] states)
    {
        await harness.EndAsync(job);
        await harness.EndAsync(NotifyOrchestrator.IdOf(job));
        Assert.Equal(states, _told.Where(notice => notice.JobId == job).Select(notice => notice.State));
    }
}
