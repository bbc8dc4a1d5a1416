using System.Text.Json;
using Azure.Identity;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Timing;
using TransVox.Pipeline.Translation;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests.Timing;

/// <summary>Twenty dense lines whose translations are too long: nothing is cut, nothing overlaps, all starts with its cue.</summary>
public sealed class DenseDialogueTests(DenseVideo video, ITestOutputHelper output) : IClassFixture<DenseVideo>
{
    [Fact]
    public async Task What_can_be_said_in_fewer_words_starts_on_time_and_is_heard_whole()
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        var (artifacts, cues) = await DubAsync(runner, directory, DenseDialogue.Translator());
        var (report, measured) = await ReportAsync(runner, directory, artifacts, cues);
        Assert.Equal((0, 0), (measured.Cut.Count, measured.Overlaps));
        Assert.InRange(measured.MostOff, 0, LineTiming.Tolerance);
        Assert.Equal(0, measured.Stray);
        Assert.InRange(report.Summary.InSlot, 0.9, 1);
        Assert.InRange(report.Lines.Max(line => line.Speed), 1, DubPlan.MostSpeed + 0.001);
        Assert.Equal(0, report.Summary.ToReview);

        // What was made shorter is what subtitles and transcript show; the full text is kept beside it.
        var spoken = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        var shortened = report.Lines.Where(line => line.Done.Contains(FitSteps.Shortened)).Select(line => line.Cue).ToList();
        Assert.NotEmpty(shortened);
        Assert.Equal(shortened, spoken.Cues.Where(cue => cue.FullTranslation is not null).Select(cue => cue.Index));
        Assert.All(spoken.Cues.Where(cue => cue.FullTranslation is not null), cue =>
        {
            Assert.Equal(DenseDialogue.Translation(cue.Index - 1, 0), cue.FullTranslation);
            Assert.True(cue.Translation!.Length < cue.FullTranslation!.Length);
            Assert.Contains(CueMarks.Shortened, cue.Marks!);
        });
    }

    [Fact]
    public async Task Where_nobody_can_shorten_all_is_still_heard_whole_nothing_drifts_and_it_is_said_which_lines_suffer()
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        var (artifacts, cues) = await DubAsync(runner, directory, DenseDialogue.Translator(canShorten: false));
        var (report, measured) = await ReportAsync(runner, directory, artifacts, cues);
        Assert.Equal((0, 0, 0), (measured.Cut.Count, measured.Overlaps, measured.Stray));
        Assert.InRange(measured.MostOff, 0, DubPlan.MostLag + 0.05);
        var hurried = report.Lines.Where(line => line.Speed > DubPlan.MostSpeed + 0.01).Select(line => line.Cue).ToList();
        Assert.NotEmpty(hurried);
        Assert.Subset(report.Lines.Where(line => line.Marks.Contains(FitSteps.Hurried)).Select(line => line.Cue).ToHashSet(), hurried.ToHashSet());
        Assert.Subset(hurried.ToHashSet(), report.Summary.LookFirst.Take(Math.Min(hurried.Count, 3)).ToHashSet());
    }

    [Fact]
    public async Task Lines_that_a_person_approved_keep_their_words()
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        var translator = DenseDialogue.Translator();
        var (artifacts, _) = await DubAsync(runner, directory, translator, reviewed: true);
        var spoken = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => DenseDialogue.Translation(i, 0)), spoken.Cues.Select(cue => cue.Translation));
        Assert.DoesNotContain(translator.Asked, request => request.Lines.Any(line => line.TooLong is not null));
    }

    [Fact]
    public async Task A_revision_of_what_was_made_shorter_speaks_nothing_again()
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        var (artifacts, cues) = await DubAsync(runner, directory, DenseDialogue.Translator());
        var before = await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None);
        var spoken = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        artifacts[Artifacts.Translation] = directory.File("revised.json");
        await PipelineJson.WriteAsync(artifacts[Artifacts.Translation], spoken with { Reviewed = true }, CancellationToken.None);
        await using var stages = Stages(runner, DenseDialogue.Translator());
        await RunAsync(stages, directory, artifacts, Stage.Synthesize);
        var after = await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None);
        Assert.Equal((20, 0), (before.Spoken, after.Spoken));
        Assert.Equal(before.Clips, after.Clips);
        Assert.Equal(20, cues.Count);
    }

    private async Task<(QualityReport Report, DubMeasure Measured)> ReportAsync(
        ProcessRunner runner, TempDirectory directory, Dictionary<string, string> artifacts, IReadOnlyList<Cue> cues)
    {
        var report = await PipelineJson.ReadAsync<QualityReport>(artifacts[Artifacts.Quality], CancellationToken.None);
        foreach (var line in report.Lines)
        {
            output.WriteLine($"{line.Cue}: slot {line.Slot:0.00} s, {line.Seconds:0.00} s, drift {line.Drift:0.000}, speed {line.Speed:0.000}, {string.Join(' ', line.Done)}");
        }

        var measured = await DubMeasure.OfAsync(runner, directory.Path, artifacts, cues);
        output.WriteLine(JsonSerializer.Serialize(report.Summary));
        output.WriteLine($"{measured}, cut {string.Join(' ', measured.Cut)}");
        return (report, measured);
    }

    private async Task<(Dictionary<string, string> Artifacts, IReadOnlyList<Cue> Cues)> DubAsync(
        ProcessRunner runner, TempDirectory directory, ScriptedTranslator translator, bool reviewed = false)
    {
        var cues = video.Cues;
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = video.Path, [Artifacts.Transcript] = directory.File("own.json") };
        await PipelineJson.WriteAsync(artifacts[Artifacts.Transcript], new Transcript("en", null, cues), CancellationToken.None);
        await using var stages = Stages(runner, translator);
        await RunAsync(stages, directory, artifacts, Stage.Probe, Stage.Extract, Stage.Separate, Stage.Translate);
        if (reviewed)
        {
            var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
            artifacts[Artifacts.Translation] = directory.File("approved.json");
            await PipelineJson.WriteAsync(artifacts[Artifacts.Translation], translation with { Reviewed = true }, CancellationToken.None);
        }

        await RunAsync(stages, directory, artifacts, Stage.Synthesize, Stage.Mix);
        return (artifacts, cues);
    }

    private static async Task RunAsync(StageRunner runner, TempDirectory directory, Dictionary<string, string> artifacts, params Stage[] stages)
    {
        foreach (var stage in stages)
        {
            var description = runner.Describe(stage, Options);
            var inputs = description.Inputs.Concat(description.OptionalInputs).Where(artifacts.ContainsKey).Distinct().ToDictionary(name => name, name => artifacts[name]);
            var work = Directory.CreateDirectory(Path.Combine(directory.Path, $"{stage}-{Directory.GetDirectories(directory.Path).Length}")).FullName;
            var result = await runner.RunAsync(new StageRequest(stage, work, inputs, Options, PipelineHost.Limits), new RecordedProgress(), CancellationToken.None);
            foreach (var (name, path) in result.Outputs)
            {
                artifacts[name] = path;
            }
        }
    }

    private static DubbingOptions Options => new() { TargetLanguage = "es" };

    /// <summary>The embedded engines with another translator.</summary>
    private static StageRunner Stages(ProcessRunner runner, ITranslatorBackend translator)
    {
        var ffmpeg = new Ffmpeg(runner);
        var tools = new EmbeddedTools(runner, ffmpeg, new EmbeddedOptions(), TimeProvider.System);
        var named = ProfileLoader.NamesOf(new EngineOptions())[0];
        var profile = ProfileLoader.Load(new EngineOptions(), named);
        using var servers = new RemoteServers(new DefaultAzureCredential(), TimeProvider.System);
        var engines = new Dictionary<Stage, IStageEngine>(EngineFactory.Create(profile, tools, servers))
        {
            [Stage.Translate] = new TranslateEngine(translator),
            [Stage.Synthesize] = new SynthesizeEngine(new EspeakBackend(tools, usesGpu: false), EngineOffer.Anything, translator, ffmpeg),
        };
        return new StageRunner([new RunnableProfile(named, profile, engines)], new OutputValidator(ffmpeg), null);
    }
}
