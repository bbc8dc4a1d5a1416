using Microsoft.Extensions.DependencyInjection;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Services;
using TransVox.TestKit;

namespace TransVox.LocalHost.Tests;

/// <summary>What this host has in place of what hosts of several machines have.</summary>
public sealed class HostSetupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Stages_may_run_ahead()
    {
        await using var app = HostSetup.Build(["--TRANSVOX_DATA", _folder.File("data"), "--AzureWebJobsStorage", "UseDevelopmentStorage=true"]);

        Assert.True(app.Services.GetRequiredService<StagesAhead>().IsPossible);
    }

    [Fact]
    public async Task Whoever_watches_a_job_hears_of_its_changes_from_the_engine()
    {
        await using var app = HostSetup.Build(["--TRANSVOX_DATA", _folder.File("data"), "--AzureWebJobsStorage", "UseDevelopmentStorage=true"]);

        Assert.IsType<EngineJobSignal>(app.Services.GetRequiredService<IJobSignal>());
    }

    public void Dispose() => _folder.Dispose();
}
