using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Tests.Service;
using TransVox.Orchestration.Webhooks;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Webhooks;

/// <summary>Webhooks of the whole service, against receivers that do what receivers do.</summary>
public sealed class WebhookTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task A_job_is_told_in_order_and_another_implementation_accepts_the_signatures()
    {
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness);
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);

        var job = await harness.SubmitAndSettleAsync();

        Assert.Equal(["job.started", "job.completed"], _receiver.Messages.Select(m => m.Type));
        Assert.All(_receiver.Messages, message =>
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
        Assert.DoesNotContain(_receiver.Address, System.Text.Json.JsonSerializer.Serialize(timeline, ContractJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told_and_only_to_whom_it_concerns()
    {
        await using var harness = await StartAsync();
        var made = await harness.Get<IWebhookService>().CreateAsync(Ada, new NewWebhookRequest(_receiver.Address, ["job.completed", "job.completed"]), default);
        Assert.Equal(["job.completed"], made.Webhook.Events);

        await harness.SubmitAndSettleAsync(Bob);
        await harness.SubmitAndSettleAsync(Ada);

        Assert.Equal("job.completed", Assert.Single(_receiver.Messages).Type);
    }

    [Fact]
    public async Task What_fails_is_tried_again_under_its_id_before_the_next_is_sent()
    {
        _receiver.AnswerWith(500, 503, 200);
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness);

        await harness.SubmitAndSettleAsync();

        Assert.Equal(["job.started", "job.started", "job.started", "job.completed"], _receiver.Messages.Select(m => m.Type));
        Assert.Equal(2, _receiver.Messages.Select(m => m.Id).Distinct().Count());
        var first = (await DeliveriesAsync(harness, made)).Single(d => d.Event == "job.started");
        Assert.Equal([500, 503, 200], first.Attempts.Select(a => a.Status!.Value));
        Assert.Equal([1, 2, 3], first.Attempts.Select(a => a.Number));
        Assert.All(_receiver.Messages, message => Verify(made.Secret, message));
    }

    [Fact]
    public async Task A_receiver_that_hangs_costs_its_time_limit()
    {
        _receiver.Answer = (n, _, stopping) => n == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping) : Task.CompletedTask;
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
        _receiver.Answer = async (n, context, stopping) =>
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
        _receiver.Answer = (n, context, _) =>
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
        _receiver.Answer = (n, context, _) =>
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
    public async Task Gone_switches_the_webhook_off_until_its_owner_switches_it_on()
    {
        _receiver.AnswerWith(410, 204);
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness);
        var webhooks = harness.Get<IWebhookService>();

        await harness.SubmitAndSettleAsync();

        Assert.Single(_receiver.Messages);
        var off = await webhooks.GetAsync(Ada, made.Webhook.Id, default);
        Assert.False(off.Enabled);
        Assert.Contains("410", off.DisabledReason, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Failed, Assert.Single(await DeliveriesAsync(harness, made), d => d.Event == "job.started").State);
        await AssertCodeAsync(ErrorCodes.Conflict, () => webhooks.TestAsync(Ada, made.Webhook.Id, default));

        var on = await webhooks.ChangeAsync(Ada, made.Webhook.Id, new WebhookChange(_receiver.Address), default);
        Assert.True(on.Enabled);
        Assert.Null(on.DisabledReason);
        await harness.SubmitAndSettleAsync(content: "another");
        Assert.Equal(3, _receiver.Messages.Count);
        Assert.All(_receiver.Messages, message => Verify(made.Secret, message));
    }

    [Fact]
    public async Task What_was_given_up_is_sent_again_on_demand_under_its_id()
    {
        _receiver.AnswerWith(500, 500, 500, 500, 204);
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
        Assert.Single(_receiver.Messages.Select(m => m.Id).Distinct());
        Assert.Single(_receiver.Messages.Select(m => m.Body).Distinct());
    }

    [Fact]
    public async Task A_test_is_sent_once_whatever_the_webhook_is_told_of()
    {
        _receiver.AnswerWith(500);
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness, "job.completed");

        await harness.Get<IWebhookService>().TestAsync(Ada, made.Webhook.Id, default);
        await harness.SettleAsync();

        Assert.Equal("webhook.test", Assert.Single(_receiver.Messages).Type);
        Assert.Equal(DeliveryState.Failed, Assert.Single(await DeliveriesAsync(harness, made)).State);
    }

    [Fact]
    public async Task A_worker_that_dies_after_sending_sends_again_only_what_was_not_noted()
    {
        _receiver.AnswerWith(500, 204);
        await using var harness = await StartAsync();
        harness.RunTwice = true;
        var made = await CreateAsync(harness, "job.completed");

        await harness.SubmitAndSettleAsync();

        Assert.Equal(2, _receiver.Messages.Count);
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
        Assert.Equal(["job.started", "job.completed"], _receiver.Messages.Select(m => m.Type));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_job_and_nothing_more_is_sent_of_it()
    {
        _receiver.AnswerWith(500);
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
        Assert.Single(_receiver.Messages);
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

    [Fact]
    public async Task A_deleted_webhook_takes_its_messages_along_and_gets_no_more()
    {
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness);
        var other = await CreateAsync(harness);
        await harness.SubmitAndSettleAsync();
        var webhooks = harness.Get<IWebhookService>();

        await AssertCodeAsync(ErrorCodes.NotFound, () => webhooks.DeleteAsync(Bob, made.Webhook.Id, default));
        await webhooks.DeleteAsync(Ada, made.Webhook.Id, default);

        await AssertCodeAsync(ErrorCodes.NotFound, () => webhooks.GetAsync(Ada, made.Webhook.Id, default));
        Assert.Equal(other.Webhook.Id, Assert.Single(await webhooks.ListAsync(Ada, default)).Id);
        Assert.DoesNotContain(await ListAsync(harness.Areas.System), name => name.Contains(made.Webhook.Id, StringComparison.Ordinal));
        Assert.Equal(2, (await DeliveriesAsync(harness, other)).Count);
    }

    [Fact]
    public async Task There_are_no_more_than_there_may_be_whoever_adds_at_once()
    {
        await using var harness = await StartAsync(("webhooks:max_per_user", "3"));
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await CreateAsync(harness);
                return "";
            }
            catch (RequestException e)
            {
                return e.Code;
            }
        }));

        Assert.Equal(3, codes.Count(code => code.Length == 0));
        Assert.Equal(5, codes.Count(code => code == ErrorCodes.Conflict));
        Assert.Equal(3, (await harness.Get<IWebhookService>().ListAsync(Ada, default)).Count);
    }

    [Fact]
    public async Task A_wrong_webhook_is_refused_with_what_to_mend()
    {
        await using var harness = await StartAsync();
        var webhooks = harness.Get<IWebhookService>();
        foreach (var request in new NewWebhookRequest[]
        {
            new("https://10.0.0.1/"), new("http://example.com/"), new("https://u:p@example.com/"), new(null!),
            new(_receiver.Address, ["job.exploded"]), new(_receiver.Address, null, new string('x', 201)), new(_receiver.Address, null, "a\nb"),
        })
        {
            await AssertCodeAsync(ErrorCodes.InvalidRequest, () => webhooks.CreateAsync(Ada, request, default));
        }

        Assert.Empty(await webhooks.ListAsync(Ada, default));
    }

    [Fact]
    public void A_secret_as_text_shows_nothing()
    {
        var secret = WebhookSecret.Create();
        Assert.Equal("whsec_…", $"{secret}");
        Assert.DoesNotContain(secret.Text[6..], new Webhook("wh_1", "https://example.com", [], null, true, null, default, secret).ToString(), StringComparison.Ordinal);
    }

    private Task<ServiceHarness> StartAsync(params (string Key, string Value)[] settings) => ServiceHarness.StartAsync(azurite,
    [
        ("outbound:allowed_networks:0", "127.0.0.0/8"), ("webhooks:retry_delays_seconds:0", "0.05"), ("webhooks:retry_delays_seconds:1", "0.05"),
        ("webhooks:retry_delays_seconds:2", "0.05"), .. settings.Select(s => (s.Key, s.Value)),
    ]);

    private Task<NewWebhook> CreateAsync(ServiceHarness harness, params string[] events) =>
        harness.Get<IWebhookService>().CreateAsync(Ada, new NewWebhookRequest(_receiver.Address, events), default);

    private static Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(ServiceHarness harness, NewWebhook made) =>
        harness.Get<IWebhookService>().DeliveriesAsync(Ada, made.Webhook.Id, 50, default);

    private static void Verify(string secret, Receiver.Message message) => new StandardWebhook(secret).Verify(
        message.Body, new HeaderDictionary(message.Headers.ToDictionary(h => h.Key, h => new StringValues(h.Value))));

    private static async Task AssertCodeAsync(string code, Func<Task> call) => Assert.Equal(code, (await Assert.ThrowsAsync<RequestException>(call)).Code);
}
