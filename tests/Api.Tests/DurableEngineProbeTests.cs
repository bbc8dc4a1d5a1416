using DurableTask.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.LocalHost.Health;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Readiness of the one-machine host: its engine takes commands, or has ended.</summary>
public sealed class DurableEngineProbeTests
{
    [Fact]
    public async Task The_engine_is_ready_while_it_runs_and_not_before_or_after()
    {
        using var folder = new TemporaryFolder();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks => tasks.AddActivityFunc<int>("none", _ => Task.FromResult(0)));
            worker.UseSqlite(o => (o.StorePath, o.LogReserveBytes) = (Path.Combine(folder.Path, "durable.db"), 0));
        });
        builder.Services.AddDurableTaskClient(client => client.UseSqlite().RegisterDirectly());
        using var host = builder.Build();
        var probe = new DurableEngineProbe(host.Services.GetRequiredService<DurableTaskClient>(), host.Services.GetServices<IHostedService>());

        Assert.Equal("The durable engine does not run.", (await probe.CheckAsync(CancellationToken.None)).Message);
        await host.StartAsync();
        Assert.True((await probe.CheckAsync(CancellationToken.None)).Healthy);
        await host.StopAsync();
        Assert.False((await probe.CheckAsync(CancellationToken.None)).Healthy);
    }
}
