using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StandardWebhooks.Diagnostics;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Webhooks;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Webhooks;

/// <summary>What is sent to receivers that do what receivers do.</summary>
public sealed class DeliveryTests(AzuriteFixture azurite) : WebhookTest(azurite)
{
    [Fact]
    public async Task A_job_is_told_in_order_and_another_implementation_accepts_the_signatures()
    {
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness);
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);

        var job = await harness.SubmitAndSettleAsync();

        Assert.Equal(["job.started", "job.completed"], Receiver.Messages.Select(m => m.Type));
        Assert.All(Receiver.Messages, message =>
        {
            Assert.Contains(job.Id, message.Body, StringComparison.Ordinal);
            Verify(made.Secret, message);
            Assert.Throws<WebhookVerificationException>(() => Verify(made.Secret, message with { Body = message.Body + " " }));
            Assert.Throws<WebhookVerificationException>(() => Verify("whsec_" + Convert.ToBase64String(new byte[32]), message));
        });
        var deliveries = await DeliveriesAsync(harness, made);
        Assert.Equal(["job.completed", "job.started"], deliveries.Select(d => d.Event));
        Assert.All(deliveries, d => Assert.Equal((DeliveryState.Delivered, 204, job.Id), (d.State, Assert.Single(d.Attempts).Status, d.JobId)));
        var timeline = await harness.Jobs.GetTimelineAsync(Ada, job.Id, null, 100, default);
        var told = timeline.Entries.Where(e => e.Kind == TimelineKind.Webhook);
        Assert.Equal([("job.started", TimelineOutcome.Delivered, 1), ("job.completed", TimelineOutcome.Delivered, 1)], told.Select(e => (e.Name!, e.Outcome!.Value, e.Count!.Value)));
        Assert.DoesNotContain(Receiver.Address, System.Text.Json.JsonSerializer.Serialize(timeline, ContractJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told_and_only_to_whom_it_concerns()
    {
        await using var harness = await StartAsync();
        var made = await harness.Get<IWebhookService>().CreateAsync(Ada, new NewWebhookRequest(Receiver.Address, ["job.completed", "job.completed"]), default);
        Assert.Equal(["job.completed"], made.Webhook.Events);

        await harness.SubmitAndSettleAsync(Bob);
        await harness.SubmitAndSettleAsync(Ada);

        Assert.Equal("job.completed", Assert.Single(Receiver.Messages).Type);
    }

    [Fact]
    public async Task What_fails_is_tried_again_under_its_id_before_the_next_is_sent()
    {
        Receiver.AnswerWith(500, 503, 200);
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness);

        await harness.SubmitAndSettleAsync();

        Assert.Equal(["job.started", "job.started", "job.started", "job.completed"], Receiver.Messages.Select(m => m.Type));
        Assert.Equal(2, Receiver.Messages.Select(m => m.Id).Distinct().Count());
        var first = (await DeliveriesAsync(harness, made)).Single(d => d.Event == "job.started");
        Assert.Equal([500, 503, 200], first.Attempts.Select(a => a.Status!.Value));
        Assert.Equal([1, 2, 3], first.Attempts.Select(a => a.Number));
        Assert.All(Receiver.Messages, message => Verify(made.Secret, message));
    }

    [Fact]
    public async Task A_receiver_that_hangs_costs_its_time_limit()
    {
        Receiver.Answer = (n, _, stopping) => n == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping) : Task.CompletedTask;
        await using var harness = await StartAsync(("webhooks:timeout_seconds", "0.5"));
        var made = await CreateAsync(harness, "job.completed");

        await harness.SubmitAndSettleAsync();

        var attempts = Assert.Single(await DeliveriesAsync(harness, made)).Attempts;
        Assert.Equal([null, 200], attempts.Select(a => a.Status));
        Assert.Contains("0.5 seconds", attempts[0].Error, StringComparison.Ordinal);
        Assert.InRange(attempts[0].Seconds, 0.4, 10);
    }

    [Fact]
    public async Task An_answer_that_never_ends_costs_the_time_limit_too_and_only_its_start_is_kept()
    {
        Receiver.Answer = async (n, context, stopping) =>
        {
            await context.Response.WriteAsync(new string('x', n == 1 ? 100 : 5000), stopping);
            await context.Response.Body.FlushAsync(stopping);
            if (n == 1)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        };
        await using var harness = await StartAsync(("webhooks:timeout_seconds", "0.5"));
        var made = await CreateAsync(harness, "job.completed");

        await harness.SubmitAndSettleAsync();

        var attempts = Assert.Single(await DeliveriesAsync(harness, made)).Attempts;
        Assert.Null(attempts[0].Status);
        Assert.Equal(new string('x', 1024), attempts[1].Answer);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var inner = await Receiver.StartAsync();
        Receiver.Answer = (n, context, _) =>
        {
            context.Response.StatusCode = n == 1 ? 307 : 204;
            context.Response.Headers.Location = inner.Address;
            return Task.CompletedTask;
        };
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness, "job.completed");

        await harness.SubmitAndSettleAsync();

        Assert.Empty(inner.Messages);
        Assert.Contains("redirect", Assert.Single(await DeliveriesAsync(harness, made)).Attempts[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_a_failed_attempt()
    {
        Receiver.Answer = (n, context, _) =>
        {
            if (n == 1)
                context.Abort();
            return Task.CompletedTask;
        };
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness, "job.completed");

        await harness.SubmitAndSettleAsync();

        var attempts = Assert.Single(await DeliveriesAsync(harness, made)).Attempts;
        Assert.Equal([null, 200], attempts.Select(a => a.Status));
        Assert.NotNull(attempts[0].Error);
    }

    [Fact]
    public async Task What_was_given_up_is_sent_again_on_demand_under_its_id()
    {
        Receiver.AnswerWith(500, 500, 500, 500, 204);
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness, "job.completed");
        var webhooks = harness.Get<IWebhookService>();
        await harness.SubmitAndSettleAsync();
        var failed = Assert.Single(await DeliveriesAsync(harness, made));
        Assert.Equal((DeliveryState.Failed, 4), (failed.State, failed.Attempts.Count));
        Assert.Null(failed.NextAttemptAt);

        var pending = await webhooks.ResendAsync(Ada, made.Webhook.Id, failed.Id, default);
        await AssertCodeAsync(ErrorCodes.Conflict, () => webhooks.ResendAsync(Ada, made.Webhook.Id, failed.Id, default));
        await AssertCodeAsync(ErrorCodes.NotFound, () => webhooks.ResendAsync(Ada, made.Webhook.Id, "msg_" + new string('0', 22), default));
        await AssertCodeAsync(ErrorCodes.NotFound, () => webhooks.ResendAsync(Bob, made.Webhook.Id, failed.Id, default));
        await harness.SettleAsync();

        Assert.Equal(DeliveryState.Pending, pending.State);
        var sent = Assert.Single(await DeliveriesAsync(harness, made));
        Assert.Equal((DeliveryState.Delivered, 5), (sent.State, sent.Attempts[^1].Number));
        Assert.Single(Receiver.Messages.Select(m => m.Id).Distinct());
        Assert.Single(Receiver.Messages.Select(m => m.Body).Distinct());
    }

    [Fact]
    public async Task A_worker_that_dies_after_sending_sends_again_only_what_was_not_noted()
    {
        Receiver.AnswerWith(500, 204);
        await using var harness = await StartAsync();
        harness.RunTwice = true;
        var made = await CreateAsync(harness, "job.completed");

        await harness.SubmitAndSettleAsync();

        Assert.Equal(2, Receiver.Messages.Count);
        var delivery = Assert.Single(await DeliveriesAsync(harness, made));
        Assert.Equal([1, 2], delivery.Attempts.Select(a => a.Number));
    }

    [Fact]
    public async Task A_webhook_hears_of_a_job_that_was_submitted_before_it_was_made()
    {
        await using var harness = await StartAsync();
        var job = await harness.SubmitAsync();
        await CreateAsync(harness);
        await harness.SettleAsync();

        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        Assert.Equal(["job.started", "job.completed"], Receiver.Messages.Select(m => m.Type));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_job_and_nothing_more_is_sent_of_it()
    {
        Receiver.AnswerWith(500);
        await using var harness = await StartAsync(("webhooks:retry_delays_seconds:0", "3600"));
        var made = await CreateAsync(harness);
        var job = await harness.SubmitAsync();
        harness.Open();
        await Eventually.IsTrueAsync("the first attempt failed", async () => (await DeliveriesAsync(harness, made)).Any(d => d.Attempts.Count == 1), TimeSpan.FromMinutes(1));
        await harness.EndAsync(job.Id);

        await harness.Jobs.DeleteAsync(Ada, job.Id, default);

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var end = await harness.Client.WaitForInstanceCompletionAsync(EraseJobOrchestrator.IdOf(job.Id), true, limit.Token);
        Assert.Equal(ErasureState.Done, end.ReadOutputAs<ErasureState>());
        Assert.Empty(await DeliveriesAsync(harness, made));
        Assert.DoesNotContain(await ListAsync(harness.Areas.System), name => name.StartsWith("deliveries/", StringComparison.Ordinal));
        Assert.Equal([EraseJobOrchestrator.IdOf(job.Id)], await harness.InstancesAsync());
        Assert.Single(Receiver.Messages);
    }

    [Fact]
    public async Task A_job_that_somebody_terminated_is_told_as_failed()
    {
        await using var harness = await StartAsync();
        await CreateAsync(harness);
        var job = await harness.SubmitAsync();
        await harness.Client.TerminateInstanceAsync(job.Id);
        await harness.EndAsync(job.Id);
        var activity = new PlanNoticeActivity(
            harness.Get<WebhookStore>(), harness.Get<DeliveryStore>(), harness.Get<DeletionMarks>(), harness.Get<JobReader>(),
            harness.Get<IOptions<TransVoxOptions>>(), harness.Get<IHostApplicationLifetime>(), NullLogger<PlanNoticeActivity>.Instance);

        var plan = await activity.RunAsync(new NoticeInput(job.Id, 1, null), default);
        var again = await activity.RunAsync(new NoticeInput(job.Id, 1, null), default);

        Assert.True(plan.Ended);
        var delivery = await harness.Get<DeliveryStore>().FindAsync(Assert.Single(plan.Deliveries), default);
        Assert.Equal("job.failed", delivery!.Event);
        Assert.Equal(plan.Deliveries, again.Deliveries);
        Assert.True((await activity.RunAsync(new NoticeInput(JobIds.New("ada", harness.Clock.GetUtcNow()), 1, null), default)).Ended);
    }
}
