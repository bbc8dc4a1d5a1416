using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Webhooks;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Webhooks;

/// <summary>Webhooks as their owners see them.</summary>
public sealed class WebhookTests(AzuriteFixture azurite) : WebhookTest(azurite)
{
    [Fact]
    public async Task Gone_switches_the_webhook_off_until_its_owner_switches_it_on()
    {
        Receiver.AnswerWith(410, 204);
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness);
        var webhooks = harness.Get<IWebhookService>();

        await harness.SubmitAndSettleAsync();

        Assert.Single(Receiver.Messages);
        var off = await webhooks.GetAsync(Ada, made.Webhook.Id, default);
        Assert.False(off.Enabled);
        Assert.Contains("410", off.DisabledReason, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Failed, Assert.Single(await DeliveriesAsync(harness, made), d => d.Event == "job.started").State);
        await AssertCodeAsync(ErrorCodes.Conflict, () => webhooks.TestAsync(Ada, made.Webhook.Id, default));

        var on = await webhooks.ChangeAsync(Ada, made.Webhook.Id, new WebhookChange(Receiver.Address), default);
        Assert.True(on.Enabled);
        Assert.Null(on.DisabledReason);
        await harness.SubmitAndSettleAsync(content: "another");
        Assert.Equal(3, Receiver.Messages.Count);
        Assert.All(Receiver.Messages, message => Verify(made.Secret, message));
    }

    [Fact]
    public async Task A_test_is_sent_once_whatever_the_webhook_is_told_of()
    {
        Receiver.AnswerWith(500);
        await using var harness = await StartAsync();
        var made = await CreateAsync(harness, "job.completed");

        await harness.Get<IWebhookService>().TestAsync(Ada, made.Webhook.Id, default);
        await harness.SettleAsync();

        Assert.Equal("webhook.test", Assert.Single(Receiver.Messages).Type);
        Assert.Equal(DeliveryState.Failed, Assert.Single(await DeliveriesAsync(harness, made)).State);
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
            new(Receiver.Address, ["job.exploded"]), new(Receiver.Address, null, new string('x', 201)), new(Receiver.Address, null, "a\nb"),
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
}
