using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DurableTask.Sqlite.Tests;

/// <summary>The worker and the client as a host registers them.</summary>
public class HostingTests
{
    [Fact]
    public async Task A_wrong_setting_stops_the_host_and_names_the_key()
    {
        await using var kit = new RuntimeKit();
        kit.Options.MaxInstancesInMemory = 0;

        var error = await Assert.ThrowsAsync<OptionsValidationException>(kit.StartAsync);
        Assert.Contains(nameof(SqliteOptions.MaxInstancesInMemory), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calling_before_the_start_is_an_error_that_says_so()
    {
        await using var kit = new RuntimeKit();
        using var host = kit.Build();
        var client = host.Services.GetRequiredService<DurableTaskClient>();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetInstanceAsync("x"));
        Assert.Contains("has not started", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.RaiseEventAsync("x", "y"));
        Assert.Contains("has not started", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_workers_of_one_process_have_a_store_and_a_client_each()
    {
        using var folder = new StoreFolder();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var name in new[] { "one", "two" })
        {
            builder.Services.AddDurableTaskWorker(name, worker =>
            {
                worker.AddTasks(tasks => tasks.AddOrchestratorFunc<string, string>("who", (_, input) => Task.FromResult($"{name} {input}")));
                worker.UseSqlite(options => (options.StorePath, options.LogReserveBytes) = (folder.StorePath + name, 0));
            });
            builder.Services.AddDurableTaskClient(name, client => client.UseSqlite());
        }

        using var host = builder.Build();
        await host.StartAsync();
        var clients = host.Services.GetRequiredService<IDurableTaskClientProvider>();
        foreach (var name in new[] { "one", "two" })
        {
            var client = clients.GetClient(name);
            await client.ScheduleNewOrchestrationInstanceAsync("who", "here", new StartOrchestrationOptions("id"));
            using var patience = new CancellationTokenSource(RuntimeKit.Patience);
            var end = await client.WaitForInstanceCompletionAsync("id", getInputsAndOutputs: true, patience.Token);
            Assert.Equal($"{name} here", end.ReadOutputAs<string>());
        }

        await host.StopAsync();
    }

    [Fact]
    public async Task An_entity_has_the_services_of_a_scope_for_a_batch_of_operations_and_a_clock_of_its_own()
    {
        using var folder = new StoreFolder();
        var scopes = new List<Scoped>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(scopes);
        builder.Services.AddScoped<Scoped>();
        builder.Services.AddKeyedSingleton("greeting", "hello");
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(tasks => tasks.AddEntity<Greeter>().AddOrchestratorFunc<string, string>("ask", (context, name) =>
                context.Entities.CallEntityAsync<string>(new EntityInstanceId(nameof(Greeter), "x"), nameof(Greeter.Greet), name)));
            worker.UseSqlite(options => (options.StorePath, options.LogReserveBytes) = (folder.StorePath, 0));
        });
        builder.Services.AddDurableTaskClient(client => client.UseSqlite().RegisterDirectly());
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<DurableTaskClient>();
        foreach (var name in new[] { "Ada", "Bob" })
        {
            await client.ScheduleNewOrchestrationInstanceAsync("ask", name, new StartOrchestrationOptions(name));
            using var patience = new CancellationTokenSource(RuntimeKit.Patience);
            var end = await client.WaitForInstanceCompletionAsync(name, getInputsAndOutputs: true, patience.Token);
            Assert.Equal(($"hello {name}", null), (end.ReadOutputAs<string>(), end.FailureDetails?.ErrorMessage));
        }

        await host.StopAsync();
        Assert.Equal([true, true], scopes.Select(scope => scope.IsDisposed));
    }

    private sealed class Scoped : IDisposable
    {
        public Scoped(List<Scoped> all) => all.Add(this);

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Greeter(Scoped scoped, TimeProvider time, [FromKeyedServices("greeting")] string greeting) : TaskEntity<int>
    {
        public string Greet(string name)
        {
            ObjectDisposedException.ThrowIf(scoped.IsDisposed, scoped);
            // The time of the operation, not the machine's.
            return time.GetType() == TimeProvider.System.GetType() ? "whose time?" : $"{greeting} {name}";
        }
    }
}
