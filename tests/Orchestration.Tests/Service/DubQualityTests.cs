using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>How well a dub fits, what was put in other words for it, and who may do that.</summary>
public sealed class DubQualityTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly QualitySummary Summary = new(2, 0.5, 1.2, 0.4, 1, [2]);

    [Fact]
    public async Task How_a_dub_fits_is_in_its_record_its_view_and_its_results_also_when_nothing_ran_again()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Quality = Summary;
        await harness.SubmitAndSettleAsync();
        var again = await harness.SubmitAndSettleAsync(command: Command("another name.mp4"));
        Assert.Equal(8, harness.Runner.Ran.Count);
        Assert.Equal((0.5, 1.2, 1), (again.Quality!.InSlot, again.Quality.SpeedP95, again.Quality.ToReview));
        Assert.Contains("quality.json", again.Outputs.Select(file => file.Name));
        await using var file = await harness.Jobs.OpenFileAsync(Ada, again.Id, "job.json", CancellationToken.None);
        var record = await JsonSerializer.DeserializeAsync<JobRecord>(file.Content, DurableJson.Options);
        Assert.Equal([2], record!.Status.Quality!.LookFirst);
    }

    [Fact]
    public async Task What_synthesis_made_shorter_is_what_the_results_show_and_what_a_revision_starts_from()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Rewrite = cue => cue.Mark(CueMarks.Shortened) with { FullTranslation = cue.Translation, Translation = "corto " + cue.Index };
        var job = await harness.SubmitAndSettleAsync();
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Assert.Equal([("corto 1", "[es] Hello there."), ("corto 2", "[es] How are you?")], document.Cues.Select(cue => (cue.Translation, cue.FullTranslation)));
        Assert.Equal(["1 shortened", "2 shortened"], document.Problems.Select(problem => $"{problem.Index} {problem.Code}"));
        await using (var transcript = await harness.Jobs.OpenFileAsync(Ada, job.Id, "transcript.json", CancellationToken.None))
            Assert.Contains("corto 1", await new StreamReader(transcript.Content).ReadToEndAsync(), StringComparison.Ordinal);

        // A person changed the first line; the page sends the cues as it got them, another client without marks.
        var cues = new[] { document.Cues[0] with { Translation = "mi texto" }, document.Cues[1] with { Marks = null, FullTranslation = null } };
        var revision = await harness.Jobs.ReviseAsync(Ada, job.Id, cues, CancellationToken.None);
        await harness.SettleAsync();
        var revised = await harness.Jobs.GetSubtitlesAsync(Ada, revision.Job.Id, CancellationToken.None);
        Assert.Equal(["mi texto", "corto 2"], revised.Cues.Select(cue => cue.Translation));
        Assert.Equal([null, "[es] How are you?"], revised.Cues.Select(cue => cue.FullTranslation));
        Assert.Equal(["2 shortened"], revised.Problems.Select(problem => $"{problem.Index} {problem.Code}"));
    }

    [Fact]
    public async Task What_a_reviewer_approved_is_spoken_as_it_is_and_speakers_go_with_a_revision()
    {
        await using var harness = await StartAsync(azurite);
        harness.Runner.Rewrite = cue => cue with { Translation = "corto" };
        var job = await harness.SubmitAndSettleAsync(command: Command() with { Review = true });
        var document = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        var saved = await harness.Jobs.PutSubtitlesAsync(
            Ada, job.Id, [.. document.Cues.Select(cue => cue with { Speaker = "Ana" })], document.ETag, CancellationToken.None);
        Assert.All(saved.Cues, cue => Assert.Equal("Ana", cue.Speaker));
        await harness.Jobs.ApproveAsync(Ada, job.Id, saved.ETag, CancellationToken.None);
        await harness.EndAsync(job.Id);
        var result = await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None);
        Assert.Equal([("[es] Hello there.", "Ana"), ("[es] How are you?", "Ana")], result.Cues.Select(cue => (cue.Translation, cue.Speaker)));
    }

    [Fact]
    public void Marks_are_told_and_a_speakers_name_has_a_limit()
    {
        var problems = CueRules.Check([new Cue(1, 0, 2, "a", "b", Speaker: new string('s', 65), Marks: [CueMarks.LostFact, "unknown"])], 10);
        Assert.Equal(["bad_speaker True", "lost_fact False"], problems.Select(problem => $"{problem.Code} {problem.Blocking}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Style_and_voices_have_limits()
    {
        await using var harness = await StartAsync(azurite);
        foreach (var change in new Func<DubbingOptions, DubbingOptions>[]
        {
            options => options with { Style = new string('s', 501) },
            options => options with { Style = "two\nlines" },
            options => options with { Formality = (Formality)7 },
            options => options with { Voices = Enumerable.Range(0, 33).ToDictionary(i => $"S{i}", _ => "es") },
            options => options with { Voices = new Dictionary<string, string> { [""] = "es" } },
        })
        {
            var command = Command();
            Assert.Equal(ErrorCodes.InvalidRequest, (await Assert.ThrowsAsync<RequestException>(
                () => harness.SubmitAsync(command: command with { Options = change(command.Options) }))).Code);
        }

        var good = Command();
        var view = await harness.SubmitAsync(command: good with
        {
            Options = good.Options with { Style = "as at the market", Formality = Formality.Informal, Voices = new Dictionary<string, string> { ["S1"] = "es" } },
        });
        Assert.Equal(("as at the market", Contract.Dubbing.Formality.Informal, "es"), (view.Options.Style, view.Options.Formality, view.Options.Voices!["S1"]));
    }
}
