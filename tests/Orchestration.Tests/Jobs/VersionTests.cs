using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>An orchestrator is changed while orchestrations of it wait: what the versions do for that, and what happens without.</summary>
public abstract class VersionTests(IDurableRuntime runtime)
{
    private volatile bool _isDeployed;

    [Theory]
    [InlineData("")]
    [InlineData("0.9")]
    public async Task What_an_older_version_began_goes_on_on_its_own_path_and_new_ones_take_the_new_one(string version)
    {
        using var host = await StartAsync();
        var client = host.Services.GetRequiredService<DurableTaskClient>();
        var old = await WaitingAsync(client, "branches", version);
        _isDeployed = true;
        var present = await WaitingAsync(client, "branches", null);

        Assert.Equal($"{version}: came, went", await GoAsync(client, old));
        Assert.Equal($"{DurableTasks.Version}: CAME, went", await GoAsync(client, present));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_change_without_a_branch_fails_what_waits()
    {
        using var host = await StartAsync();
        var client = host.Services.GetRequiredService<DurableTaskClient>();
        var old = await WaitingAsync(client, "changes", null);
        _isDeployed = true;
        await client.RaiseEventAsync(old, "go");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await client.WaitForInstanceCompletionAsync(old)).RuntimeStatus);
        await host.StopAsync();
    }

    private static async Task<string> WaitingAsync(DurableTaskClient client, string orchestrator, string? version)
    {
        var options = new StartOrchestrationOptions { Version = version is null ? (TaskVersion?)null : new TaskVersion(version) };
        var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, null, options);
        await Eventually.IsTrueAsync("it waits", async () => (await client.GetInstanceAsync(id, getInputsAndOutputs: true))?.ReadCustomStatusAs<string>() == "waits");
        return id;
    }

    private static async Task<string> GoAsync(DurableTaskClient client, string id)
    {
        await client.RaiseEventAsync(id, "go");
        var end = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        return end.ReadOutputAs<string>() ?? end.FailureDetails!.ErrorMessage;
    }

    private async Task<IHost> StartAsync()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<DataConverter>(DurableJson.Converter);
        runtime.AddTo(builder.Services, tasks => tasks
            .AddOrchestratorFunc<object?, string>("branches", (context, _) => RunAsync(context, _isDeployed && context.CompareVersionTo(DurableTasks.Version) >= 0))
            .AddOrchestratorFunc<object?, string>("changes", (context, _) => RunAsync(context, _isDeployed))
            .AddOrchestratorFunc<string, string>("child", (context, said) => Task.FromResult($"{context.Version}: {said}"))
            .AddActivityFunc<string, string>("say", (_, word) => word)
            .AddActivityFunc<string, string>("shout", (_, word) => word.ToUpperInvariant()));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>The change is another step before the wait.</summary>
    private static async Task<string> RunAsync(TaskOrchestrationContext context, bool isChanged)
    {
        var said = await context.CallActivityAsync<string>(isChanged ? "shout" : "say", "came");
        context.SetCustomStatus("waits");
        await context.WaitForExternalEvent<object?>("go");
        var ended = await context.CallSubOrchestratorAsync<string>("child", $"{said}, {await context.CallActivityAsync<string>("say", "went")}");
        // What an orchestration of any version starts is of this one.
        Assert.StartsWith(DurableTasks.Version + ": ", ended, StringComparison.Ordinal);
        return context.Version + ended[DurableTasks.Version.Length..];
    }
}
