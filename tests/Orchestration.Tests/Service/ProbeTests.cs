using Microsoft.DurableTask.Client;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Health;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>What readiness looks at beside the storage.</summary>
public sealed class ProbeTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Engines_are_ready_when_nothing_of_them_is_missing_and_say_what_is()
    {
        await using var harness = await StartAsync(azurite);
        var probe = Assert.Single(harness.Get<IEnumerable<IHealthProbe>>(), p => p.Name == "engines");
        Assert.True((await probe.CheckAsync(CancellationToken.None)).Healthy);

        harness.Runner.Missing = [new(Stage.Extract, "ffmpeg"), new(Stage.Mux, "ffmpeg"), new(Stage.Transcribe, "recognizer model")];

        var finding = await probe.CheckAsync(CancellationToken.None);
        Assert.False(finding.Healthy);
        Assert.Equal("Missing: ffmpeg (Extract, Mux); recognizer model (Transcribe). Install it, or choose another engine.", finding.Message);
    }

    [Fact]
    public async Task The_durable_runtime_is_ready_when_it_answers()
    {
        await using var harness = await StartAsync(azurite);

        Assert.True((await new DurableProbe(harness.Get<IDurableTaskClientProvider>()).CheckAsync(CancellationToken.None)).Healthy);
    }
}
