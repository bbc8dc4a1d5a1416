using System.Diagnostics;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Timing;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests;

/// <summary>The whole chain on speech, with the figures that docs/engines.md quotes.</summary>
public sealed class EmbeddedChainTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData(SandboxMode.Required)]
    [InlineData(SandboxMode.Off)]
    public async Task The_sample_is_dubbed(SandboxMode sandbox)
    {
        var reference = await File.ReadAllTextAsync(TestData.SampleText);
        var wordErrors = await DubAsync(TestData.Sample, 19, reference, sandbox);
        Assert.InRange(wordErrors, 0, 0.15);
    }

    [SkippableFact]
    public async Task A_real_recording_is_dubbed()
    {
        Skip.If(TestData.Recording is null, "the recording of shared data is absent");
        const string Reference = "And so my fellow Americans ask not what your country can do for you ask what you can do for your country";
        var wordErrors = await DubAsync(TestData.Recording!, 11, Reference, SandboxMode.Auto);
        Assert.InRange(wordErrors, 0, 0.5);
    }

    private async Task<double> DubAsync(string video, double seconds, string reference, SandboxMode sandbox)
    {
        Programs.SkipWhereForbidden(sandbox);
        using var directory = new TempDirectory();
        await using var host = new PipelineHost(("sandbox", sandbox.ToString()));
        File.Copy(video, directory.File("source"));
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = directory.File("source") };
        var options = new DubbingOptions { TargetLanguage = "es" };
        foreach (var stage in EngineStages.All)
        {
            var watch = Stopwatch.StartNew();
            var progress = new RecordedProgress();
            var before = CpuTime.OfPrograms();
            var result = await host.RunAsync(stage, directory.Path, artifacts, options, progress: progress);
            Assert.Equal((0, 1), (progress.Fractions[0], progress.Fractions[^1]));
            Assert.Equal(progress.Fractions.Order(), progress.Fractions);
            var cpu = CpuTime.OfPrograms() - before;
            output.WriteLine($"{stage}: CPU {cpu.TotalSeconds:0.00} s, {cpu.TotalSeconds / seconds:0.000} x; wall {watch.Elapsed.TotalSeconds:0.00} s, {watch.Elapsed.TotalSeconds / seconds:0.000} x, {result.Engine}. {string.Join('|', result.Warnings ?? [])}");
        }

        var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        foreach (var cue in translation.Cues)
        {
            output.WriteLine($"{cue.Start:0.00}-{cue.End:0.00} {cue.Text} | {cue.Translation} ({cue.Confidence})");
        }

        var report = await PipelineJson.ReadAsync<QualityReport>(artifacts[Artifacts.Quality], CancellationToken.None);
        foreach (var line in report.Lines)
        {
            output.WriteLine($"{line.Cue}: slot {line.Slot:0.00} s, {line.Seconds:0.00} s, drift {line.Drift:0.000}, speed {line.Speed:0.000}, {string.Join(' ', line.Done)}");
        }

        output.WriteLine(report.Summary.ToString());
        var measured = await DubMeasure.OfAsync(host.Processes, directory.Path, artifacts, translation.Cues);
        output.WriteLine(measured.ToString());
        Assert.Equal((0, 0, 0), (measured.Cut.Count, measured.Overlaps, measured.Stray));
        Assert.InRange(measured.MostOff, 0, LineTiming.Tolerance);
        Assert.InRange(report.Lines.Max(line => line.Speed), 1, DubPlan.MostSpeed + 0.001);
        var onsets = Onsets.Of(artifacts[Artifacts.Voice], translation.Cues);
        output.WriteLine($"onset of the dub against its cue: mean {onsets.Average() * 1000:0} ms, most {onsets.Max() * 1000:0} ms");
        Assert.InRange(onsets.Max(), 0, 0.06);
        var facts = await MediaFacts.OfAsync(host, artifacts[Artifacts.Dubbed]);
        output.WriteLine($"{facts.Duration:0.000} s, {facts.Loudness:0.0} LUFS, {string.Join(' ', facts.Codecs)}");
        Assert.InRange(facts.Duration, seconds - 0.2, seconds + 0.2);
        Assert.Equal(["aac", "h264", "mov_text"], facts.Codecs.Order());
        Assert.InRange(facts.Loudness, -17, -15);
        var wordErrors = WordErrors.Rate(reference, string.Join(' ', translation.Cues.Select(cue => cue.Text)));
        output.WriteLine($"word error rate {wordErrors:P1}");
        return wordErrors;
    }
}
