using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using StandardWebhooks;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Service;
using TransVox.Orchestration.Webhooks;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Webhooks;

/// <summary>The whole service with a receiver that does what the test says.</summary>
public abstract class WebhookTest(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private protected Receiver Receiver { get; private set; } = null!;

    public async Task InitializeAsync() => Receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await Receiver.DisposeAsync();

    private protected Task<ServiceHarness> StartAsync(params (string Key, string Value)[] settings) => ServiceHarness.StartAsync(azurite,
    [
        ("outbound:allowed_networks:0", "127.0.0.0/8"), ("webhooks:retry_delays_seconds:0", "0.05"), ("webhooks:retry_delays_seconds:1", "0.05"),
        ("webhooks:retry_delays_seconds:2", "0.05"), .. settings.Select(s => (s.Key, s.Value)),
    ]);

    private protected Task<NewWebhook> CreateAsync(ServiceHarness harness, params string[] events) =>
        harness.Get<IWebhookService>().CreateAsync(Ada, new NewWebhookRequest(Receiver.Address, events), default);

    private protected static Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(ServiceHarness harness, NewWebhook made) =>
        harness.Get<IWebhookService>().DeliveriesAsync(Ada, made.Webhook.Id, 50, default);

    private protected static void Verify(string secret, Receiver.Message message) => new StandardWebhook(secret).Verify(
        message.Body, new HeaderDictionary(message.Headers.ToDictionary(h => h.Key, h => new StringValues(h.Value))));

    private protected static async Task AssertCodeAsync(string code, Func<Task> call) => Assert.Equal(code, (await Assert.ThrowsAsync<RequestException>(call)).Code);
}
