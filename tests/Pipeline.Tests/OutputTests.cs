using System.Text;
using System.Text.Json;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Tests;

/// <summary>Own subtitles, revisions, glossary, and every kind of result, from a picture that MP4 cannot hold as it is.</summary>
public sealed class OutputTests(VideoFixture videos) : IClassFixture<VideoFixture>
{
    private const string Own = "1\n00:00:00,500 --> 00:00:01,800\nHello from TransVox.\n\n2\n00:00:02,200 --> 00:00:03,600\nThe <b>house</b> is {big} & red.\n";

    [Fact]
    public async Task Own_subtitles_are_dubbed_into_every_kind_of_result()
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var options = new DubbingOptions { TargetLanguage = "es", Glossary = [new GlossaryTerm("TransVox"), new GlossaryTerm("house", "casona")] };
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = videos.File("odd") };
        foreach (var stage in new[] { Stage.Probe, Stage.Extract, Stage.Separate })
        {
            await host.RunAsync(stage, directory.Path, artifacts, options);
        }

        artifacts[Artifacts.Transcript] = directory.File("own.json");
        await PipelineJson.WriteAsync(
            artifacts[Artifacts.Transcript], OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(Own), "en"), CancellationToken.None);
        foreach (var stage in new[] { Stage.Translate, Stage.Synthesize, Stage.Mix })
        {
            await host.RunAsync(stage, directory.Path, artifacts, options);
        }

        var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        Assert.Contains("TransVox", translation.Cues[0].Translation, StringComparison.Ordinal);
        Assert.Contains("casona", translation.Cues[1].Translation, StringComparison.Ordinal);

        await CheckMuxAsync(host, directory, artifacts, options, ["aac", "h264", "mov_text"]);
        await CheckMuxAsync(host, directory, artifacts, options with { Subtitles = SubtitleMode.Hard }, ["aac", "h264"]);
        await CheckMuxAsync(host, directory, artifacts, options with { Subtitles = SubtitleMode.None, Output = OutputKind.Dual }, ["aac", "aac", "h264"]);
        await CheckMuxAsync(host, directory, artifacts, options with { Output = OutputKind.Audio }, ["aac"]);
        await CheckBilingualAsync(host, directory, artifacts, options with { Subtitles = SubtitleMode.Bilingual });
        await CheckRevisionAsync(host, directory, artifacts, options);
    }

    [Fact]
    public async Task A_translation_that_is_brought_is_spoken_and_shown_alone()
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var options = new DubbingOptions { TargetLanguage = "es", SubtitleLanguage = "es" };
        var brought = OwnSubtitles.AsTranslation(OwnSubtitles.ToTranscript("1\n00:00:00,500 --> 00:00:02,000\nHola <i>a todos</i>.\n"u8, "es"), "en");
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = videos.File("odd"), [Artifacts.Brought] = directory.File("brought.json") };
        await PipelineJson.WriteAsync(artifacts[Artifacts.Brought], brought, CancellationToken.None);
        await host.DubAsync(directory.Path, artifacts, options, Stage.Transcribe, Stage.Translate, Stage.Mux);
        Assert.False(artifacts.ContainsKey(Artifacts.Transcript));

        var result = await host.RunAsync(Stage.Mux, directory.Path, artifacts, options with { Subtitles = SubtitleMode.Bilingual });
        Assert.Equal([Artifacts.Dubbed, "subtitles.es.srt", "subtitles.es.vtt"], result.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Hola <i>a todos</i>.", await File.ReadAllTextAsync(result.Outputs["subtitles.es.srt"]), StringComparison.Ordinal);
        var facts = await MediaFacts.OfAsync(host, result.Outputs[Artifacts.Dubbed]);
        Assert.Equal(["aac", "h264", "mov_text"], facts.Codecs.Order());
        Assert.Equal(1, (await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None)).Spoken);
        // In the words of the file, which no engine changes.
        var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        Assert.Equal(("Hola a todos.", true), (translation.Cues[0].Translation, translation.Reviewed));
    }

    [Fact]
    public async Task Several_languages_are_joined_with_a_named_track_of_sound_and_text_for_each()
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var options = new DubbingOptions { TargetLanguage = "es", TargetLanguages = ["es", "pt-br"], Combine = true, Output = OutputKind.Dual };
        var shared = new Dictionary<string, string> { [Artifacts.Source] = videos.File("odd") };
        foreach (var stage in new[] { Stage.Probe, Stage.Extract, Stage.Separate })
        {
            await host.RunAsync(stage, directory.Path, shared, options);
        }

        var transcript = OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(Own), "en");
        foreach (var one in options.ByLanguage())
        {
            Directory.CreateDirectory(directory.File(one.TargetLanguage));
            var own = new Dictionary<string, string>(shared) { [Artifacts.Translation] = directory.File(one.TargetLanguage + ".json") };
            await PipelineJson.WriteAsync(
                own[Artifacts.Translation],
                transcript with { TargetLanguage = one.TargetLanguage, Cues = [.. transcript.Cues.Select(cue => cue with { Translation = $"Casa {one.TargetLanguage}." })] },
                CancellationToken.None);
            foreach (var stage in new[] { Stage.Synthesize, Stage.Mix })
            {
                await host.RunAsync(stage, directory.File(one.TargetLanguage), own, one);
            }

            shared[Artifacts.MixOf(one.TargetLanguage)] = own[Artifacts.Mix];
            shared[Artifacts.TranslationOf(one.TargetLanguage)] = own[Artifacts.Translation];
        }

        var result = await host.RunAsync(Stage.Mux, directory.Path, shared, options);
        Assert.Equal(
            [Artifacts.Dubbed, "subtitles.en.srt", "subtitles.en.vtt", "subtitles.es.srt", "subtitles.es.vtt", "subtitles.pt-br.srt", "subtitles.pt-br.vtt"],
            result.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Casa pt-br.", await File.ReadAllTextAsync(result.Outputs["subtitles.pt-br.srt"]), StringComparison.Ordinal);
        var probe = await host.Processes.RunCheckedAsync(
            Programs.Helper("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name:stream_tags=language,handler_name:stream_disposition=default", "-of", "json", result.Outputs[Artifacts.Dubbed]]) with { CaptureOutput = true },
            CancellationToken.None);
        var tracks = JsonDocument.Parse(probe.Output).RootElement.GetProperty("streams").EnumerateArray().Select(stream => (
            stream.GetProperty("codec_name").GetString(), stream.GetProperty("disposition").GetProperty("default").GetInt32(),
            stream.GetProperty("tags").GetProperty("language").GetString(), stream.GetProperty("tags").GetProperty("handler_name").GetString())).ToList();
        Assert.Equal(
            [("aac", 1, "spa", "Español"), ("aac", 0, "por", "Português (BR)"), ("mov_text", 1, "spa", "Español"), ("mov_text", 0, "por", "Português (BR)")],
            tracks.Where(track => track.Item1 != "h264" && track.Item3 != "eng"));
        Assert.Equal(("aac", 0), (tracks.Single(track => track.Item3 == "eng").Item1, tracks.Single(track => track.Item3 == "eng").Item2));
    }

    [Fact]
    public async Task One_of_several_languages_that_does_not_go_with_the_one_that_is_spoken_is_refused_by_itself()
    {
        await using var host = new PipelineHost();
        var options = new DubbingOptions { TargetLanguage = "es", TargetLanguages = ["es", "en"] };
        var same = Assert.Throws<StageException>(() => host.Stages.Validate(options));
        Assert.Equal(ErrorCodes.UnsupportedPair, same.Code);

        using var directory = new TempDirectory();
        var artifacts = new Dictionary<string, string> { [Artifacts.Transcript] = directory.File("own.json") };
        await PipelineJson.WriteAsync(artifacts[Artifacts.Transcript], OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(Own), "en"), CancellationToken.None);
        var late = await Assert.ThrowsAsync<StageException>(() => host.RunAsync(Stage.Translate, directory.Path, artifacts, options with { TargetLanguage = "en", TargetLanguages = null }));
        Assert.Equal(ErrorCodes.UnsupportedPair, late.Code);
    }

    private static async Task CheckMuxAsync(
        PipelineHost host, TempDirectory directory, Dictionary<string, string> artifacts, DubbingOptions options, string[] codecs)
    {
        var result = await host.RunAsync(Stage.Mux, directory.Path, artifacts, options);
        var facts = await MediaFacts.OfAsync(host, result.Outputs[options.Output == OutputKind.Audio ? Artifacts.DubbedAudio : Artifacts.Dubbed]);
        Assert.Equal(codecs, facts.Codecs.Order());
        Assert.InRange(facts.Duration, 3.8, 4.2);
        Assert.InRange(facts.Loudness, -17, -15);
        Assert.Equal(4, result.Outputs.Keys.Count(name => name.StartsWith("subtitles.", StringComparison.Ordinal)));
    }

    private static async Task CheckBilingualAsync(
        PipelineHost host, TempDirectory directory, Dictionary<string, string> artifacts, DubbingOptions options)
    {
        var result = await host.RunAsync(Stage.Mux, directory.Path, artifacts, options);
        var track = await host.Processes.RunCheckedAsync(
            Programs.Helper("ffmpeg", ["-v", "error", "-nostdin", "-i", result.Outputs[Artifacts.Dubbed], "-map", "0:s", "-f", "srt", "-"]) with { CaptureOutput = true },
            CancellationToken.None);
        // Mark-up in a cue is shown as text, in both languages.
        Assert.Contains("Hello from TransVox.", track.Output, StringComparison.Ordinal);
        Assert.Contains("The <b>house</b> is \uFF5Bbig\uFF5D & red.", track.Output, StringComparison.Ordinal);
        Assert.Contains("casona", track.Output, StringComparison.Ordinal);
    }

    private static async Task CheckRevisionAsync(
        PipelineHost host, TempDirectory directory, Dictionary<string, string> artifacts, DubbingOptions options)
    {
        var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        var revised = translation with { Cues = [translation.Cues[0], translation.Cues[1] with { Translation = "La casona es roja." }] };
        artifacts[Artifacts.Translation] = directory.File("revised.json");
        await PipelineJson.WriteAsync(artifacts[Artifacts.Translation], revised, CancellationToken.None);
        await host.RunAsync(Stage.Synthesize, directory.Path, artifacts, options);
        Assert.Equal(1, (await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None)).Spoken);

        await host.RunAsync(Stage.Synthesize, directory.Path, artifacts, options with { Voice = "es-419", Speed = 1.3 });
        Assert.Equal(2, (await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None)).Spoken);
    }
}
