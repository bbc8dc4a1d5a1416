using System.Diagnostics;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests;

/// <summary>The whole chain on real speech.</summary>
public sealed class EmbeddedChainTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_real_recording_is_dubbed()
    {
        Skip.If(TestData.Recording is null, "the recording of shared data is absent");
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var source = directory.File("source");
        File.Copy(TestData.Recording!, source);
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = source };
        var options = new DubbingOptions { TargetLanguage = "es" };
        foreach (var stage in Enum.GetValues<Stage>())
        {
            var watch = Stopwatch.StartNew();
            var result = await host.RunAsync(stage, directory.Path, artifacts, options);
            output.WriteLine($"{stage} {watch.Elapsed.TotalSeconds:0.00} s {result.Engine} {string.Join('|', result.Warnings ?? [])}");
        }

        output.WriteLine(await File.ReadAllTextAsync(artifacts[Artifacts.Translation]));
        var result1 = await MediaFacts.OfAsync(host, artifacts[Artifacts.Dubbed]);
        Assert.InRange(result1.Duration, 10.8, 11.2);
        Assert.Equal(["aac", "h264", "mov_text"], result1.Codecs.Order());
        Assert.InRange(result1.Loudness, -17, -15);
    }
}
