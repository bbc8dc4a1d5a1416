using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TransVox.LocalHost.Durable;
using TransVox.LocalHost.Tests.Durable.Support;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Tests.Durable;

/// <summary>The runtime as a host registers it.</summary>
public class HostingTests
{
    [Fact]
    public async Task A_host_runs_what_is_registered_and_takes_it_up_again_after_a_restart()
    {
        using var folder = new StoreFolder();
        using (var first = Build(folder.StorePath))
        {
            await first.StartAsync();
            await first.Services.GetRequiredService<IDurableClient>().ScheduleNewOrchestrationInstanceAsync("greet", "you", "g");
            await first.StopAsync();
        }

        using var second = Build(folder.StorePath);
        await second.StartAsync();
        var client = second.Services.GetRequiredService<IDurableClient>();
        await client.RaiseEventAsync("g", "go");
        using var patience = new CancellationTokenSource(RuntimeKit.Patience);
        Assert.Equal("\"hello you\"", (await client.WaitForInstanceCompletionAsync("g", patience.Token)).SerializedOutput);
        await second.StopAsync();
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_host_and_names_the_key()
    {
        using var folder = new StoreFolder();
        using var host = Build(folder.StorePath, options => options.MaxConcurrentActivities = 0);

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(nameof(EmbeddedRuntimeOptions.MaxConcurrentActivities), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_asks_the_engine_and_not_only_its_store()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();
        var probe = new EmbeddedRuntimeProbe(kit.Runtime, kit.Client);
        Assert.True((await probe.CheckAsync(CancellationToken.None)).Healthy);

        await kit.Runtime.CrashAsync();

        Assert.Equal("The durable runtime does not run.", (await probe.CheckAsync(CancellationToken.None)).Message);
    }

    [Fact]
    public async Task Calling_before_the_start_is_an_error_that_says_so()
    {
        using var folder = new StoreFolder();
        using var host = Build(folder.StorePath);
        var client = host.Services.GetRequiredService<IDurableClient>();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetInstanceAsync("x"));
        Assert.Contains("has not started", error.Message, StringComparison.Ordinal);
    }

    private static IHost Build(string path, Action<EmbeddedRuntimeOptions>? change = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddEmbeddedDurableRuntime(options =>
        {
            options.StorePath = path;
            change?.Invoke(options);
        });
        builder.Services.AddSingleton<IOrchestrator>(new FuncOrchestrator<string, string>("greet", async (context, name) =>
        {
            await context.WaitForExternalEvent<string>("go");
            return await context.CallActivityAsync<string>("hello", name);
        }));
        builder.Services.AddSingleton<IActivity>(new FuncActivity<string, string>("hello", (_, name, _) => Task.FromResult($"hello {name}")));
        return builder.Build();
    }
}
