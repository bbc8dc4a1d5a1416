using TransVox.ModelServer.Faults;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Timing;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>The whole chain with the three stages that a server does.</summary>
public sealed class RemoteChainTests(DenseVideo video, ITestOutputHelper output) : IClassFixture<DenseVideo>
{
    [Fact]
    public async Task The_sample_is_dubbed_by_a_server()
    {
        using var directory = new TempDirectory();
        await using var stages = await RemoteStages.StartAsync();
        File.Copy(TestData.Sample, directory.File("source"));
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = directory.File("source") };
        var results = await stages.Host.DubAsync(directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" });
        foreach (var (stage, result) in results)
        {
            output.WriteLine($"{stage}: {result.Engine}, {result.Use}");
        }

        var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        foreach (var cue in translation.Cues)
        {
            output.WriteLine(FormattableString.Invariant($"{cue.Start:0.00}-{cue.End:0.00} {cue.Text} | {cue.Translation}"));
        }

        Assert.InRange(WordErrors.Rate(await File.ReadAllTextAsync(TestData.SampleText), string.Join(' ', translation.Cues.Select(cue => cue.Text))), 0, 0.2);
        var facts = await MediaFacts.OfAsync(stages.Host, artifacts[Artifacts.Dubbed]);
        Assert.InRange(facts.Duration, 18.8, 19.2);
        Assert.InRange(facts.Loudness, -17, -15);
        Assert.StartsWith("openai (pocketsphinx), ", results[Stage.Transcribe].Engine, StringComparison.Ordinal);
        // Silence is not sent.
        Assert.InRange(results[Stage.Transcribe].Use!.AudioSeconds, 10, 19.1);
        Assert.True(results[Stage.Translate].Use is { InputTokens: > 0, OutputTokens: > 0 });
        // A line that does not fit is spoken more than once.
        Assert.True(results[Stage.Synthesize].Use!.Characters >= translation.Cues.Sum(cue => SpokenText.From(cue.Translation, "es").Length));
        Assert.All([Stage.Probe, Stage.Mix, Stage.Mux], stage => Assert.Null(results[stage].Use));
        Assert.All(EngineStages.All, stage => Assert.False(stages.Host.Stages.Describe(stage, new DubbingOptions { TargetLanguage = "es" }).UsesGpu));
    }
    [Fact]
    public async Task Dense_lines_that_come_back_twice_as_long_are_heard_whole_and_on_time()
    {
        using var directory = new TempDirectory();
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(FaultKind.TwiceAsLong, Path: "completions", Times: 1));
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = video.Path, [Artifacts.Transcript] = directory.File("own.json") };
        await PipelineJson.WriteAsync(artifacts[Artifacts.Transcript], new Transcript("en", null, video.Cues), CancellationToken.None);
        await stages.Host.DubAsync(directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" }, without: Stage.Transcribe);

        var report = await PipelineJson.ReadAsync<QualityReport>(artifacts[Artifacts.Quality], CancellationToken.None);
        var measured = await DubMeasure.OfAsync(stages.Host.Processes, directory.Path, artifacts, video.Cues);
        output.WriteLine($"{report.Summary}, {measured}");
        Assert.Contains(report.Lines, line => line.Done.Contains(FitSteps.Shortened));
        Assert.Equal((0, 0, 0), (measured.Cut.Count, measured.Overlaps, measured.Stray));
        Assert.InRange(measured.MostOff, 0, LineTiming.Tolerance);
        Assert.InRange(report.Summary.InSlot, 0.9, 1);
    }
}
