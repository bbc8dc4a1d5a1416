using System.Net;
using System.Net.Sockets;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Functions.Durable;
using TransVox.Orchestration.Durable;
using Xunit;

namespace TransVox.Functions.Tests;

/// <summary>Durable Task's own worker and client against its in-process host, with this project's orchestrators on the adapter.</summary>
public sealed class DurableHostFixture : IAsyncLifetime
{
    private DurableTaskTestHost? _host;

    public DurableClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        IOrchestrator[] orchestrators =
            [new EchoOrchestrator(), new EventsOrchestrator(), new CancelledWaitOrchestrator(), new FailingOrchestrator(), new TimerOrchestrator(), new SenderOrchestrator(), new IdleOrchestrator()];
        IActivity[] activities = [new EchoActivity(), new FailingActivity()];
        var functions = new DurableFunctions(orchestrators, activities, [], new DurableTaskClientSource(), TimeProvider.System);
        var converter = new JsonDataConverter(DurableJson.Options);
        _host = await DurableTaskTestHost.StartAsync(
            registry =>
            {
                foreach (var orchestrator in orchestrators)
                    registry.AddOrchestratorFunc<object, object?>(orchestrator.Name, (context, _) => functions.OrchestrateAsync(orchestrator.Name, context));
                foreach (var activity in activities)
                    registry.AddActivityFunc<System.Text.Json.JsonElement?, object?>(
                        activity.Name,
                        (context, input) => functions.RunActivityAsync(activity.Name, input, context.InstanceId, Inner, CancellationToken.None));
            },
            new DurableTaskTestHostOptions
            {
                Port = FreePort(),
                ConfigureServices = services =>
                {
                    services.Configure<DurableTaskWorkerOptions>(options => options.DataConverter = converter);
                    services.Configure<DurableTaskClientOptions>(options => options.DataConverter = converter);
                },
            });
        var source = new DurableTaskClientSource();
        source.Offer(_host.Client);
        Client = new DurableClient(source);
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    private DurableTaskClient Inner => _host!.Client;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
