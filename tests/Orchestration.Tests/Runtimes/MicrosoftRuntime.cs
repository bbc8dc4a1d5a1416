using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;
using TransVox.TestKit;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>
/// Microsoft's worker and client on Microsoft's in-process host. That host has no entities; here each is an orchestration of its own
/// on the same worker (<see cref="EntityInstance"/>), which <see cref="EntityGateway"/> starts when it is first called.
/// </summary>
public sealed class MicrosoftRuntime : IDurableRuntime
{
    public bool RepeatsOperations => false;

    public void AddTo(IServiceCollection services, Action<DurableTaskRegistry> tasks)
    {
        var registry = new DurableTaskRegistry();
        tasks(registry);
        var operations = new EntityOperations(registry.GetEntities().ToDictionary(e => e.Key.Name, e => e.Value, StringComparer.OrdinalIgnoreCase));
        var port = FreePort.Next();
        services.AddInMemoryDurableTask(
            all =>
            {
                tasks(all);
                all.AddOrchestrator(nameof(EntityInstance), () => new EntityInstance(operations));
            },
            new InMemoryDurableTaskOptions { Port = port });
        services.AddSingleton<InMemoryOrchestrationService, UnthrottledService>();
        services.Configure<DurableTaskWorkerOptions>(options => (options.EnableEntitySupport, options.Versioning) = (true, OrchestrationVersions.Options));
        services.AddSingleton(_ => GrpcChannel.ForAddress($"http://localhost:{port}"));
        services.AddOptions<GrpcDurableTaskWorkerOptions>().PostConfigure<GrpcChannel, InMemoryOrchestrationService>((options, channel, service) =>
            (options.Address, options.CallInvoker) = (null, channel.Intercept(new EntityGateway(channel, (UnthrottledService)service))));
        services.AddOptions<GrpcDurableTaskClientOptions>().PostConfigure<GrpcChannel, InMemoryOrchestrationService>((options, channel, service) =>
            (options.EnableEntitySupport, options.DefaultVersion, options.Address, options.CallInvoker) = (true, DurableTasks.Version, null, channel.Intercept(new EntityGateway(channel, (UnthrottledService)service))));
    }
}
