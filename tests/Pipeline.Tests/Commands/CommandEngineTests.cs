using System.Text.Json;
using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Devices;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Speakers;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Tests.Commands;

/// <summary>Another stack by configuration alone.</summary>
public sealed class CommandEngineTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Theory]
    [InlineData("embedded")]
    [InlineData("fake")]
    [InlineData("gpu-transvox")]
    [InlineData("whisperx-http")]
    public void Shipped_profiles_are_valid(string profile)
    {
        var result = new EngineOptionsValidator().Validate(null, new EngineOptions { Profile = profile });
        Assert.True(result.Succeeded, result.FailureMessage);
    }

    [Fact]
    public void Mistakes_name_key_value_and_range()
    {
        var options = new EngineOptions
        {
            Profile = "fake",
            Devices = 99,
            Stages = new()
            {
                [Stage.Mix] = new() { Steps = [new() { Program = "x", Arguments = ["{input:nothing}"], Progress = "(" }] },
                [Stage.Mux] = new() { Engine = EngineKind.Warm, TimeLimitSeconds = 0 },
            },
        };
        var failures = string.Join('\n', new EngineOptionsValidator().Validate(null, options).Failures!);
        Assert.Contains("engines.devices is 99; it must be between 0 and 64.", failures, StringComparison.Ordinal);
        Assert.Contains("'{input:nothing}'", failures, StringComparison.Ordinal);
        Assert.Contains("engines.stages.Mix.steps.progress is '('", failures, StringComparison.Ordinal);
        Assert.Contains("engines.stages.Mux.timeLimitSeconds is 0", failures, StringComparison.Ordinal);
        Assert.Contains("engines.stages.Mux.warm.program is empty", failures, StringComparison.Ordinal);
        var unknown = new EngineOptionsValidator().Validate(null, new EngineOptions { Profile = "../x" });
        Assert.Contains("it must be one of azure, embedded, fake", unknown.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recognizer_that_writes_json_and_a_translator_that_writes_srt_fit()
    {
        // What is said where nobody speaks would not be believed.
        await using (var runner = Programs.Runner())
        {
            var speech = await Sound.SpeakAsync(runner, _directory, "Hello and good morning.");
            Sound.Write(_directory.File("speech.wav"), Sound.Silence(0.5), speech, Sound.Silence(2.5 - ((double)speech.Length / Sound.Rate)), speech);
        }

        File.WriteAllText(_directory.File("said.json"), """{"segments":[{"start":0.5,"end":2,"text":" Hello. ","avg_logprob":-0.1,"speaker":"SPEAKER_00"},{"start":3,"end":4,"text":"Bye."}]}""");
        // "cp" is the recognizer here.
        await using var host = new PipelineHost(
            ("stages:Transcribe:engine", "Command"),
            ("stages:Transcribe:reads:0", _directory.File("said.json")),
            ("stages:Transcribe:steps:0:program", "cp"),
            ("stages:Transcribe:steps:0:arguments:0", _directory.File("said.json")),
            ("stages:Transcribe:steps:0:arguments:1", "{workdir}/answer.json"),
            ("stages:Transcribe:steps:1:convert", "whisper-json-to-transcript"),
            ("stages:Transcribe:steps:1:from", "{workdir}/answer.json"),
            ("stages:Transcribe:steps:1:to", "{output:transcript.json}"),
            ("stages:Translate:engine", "Command"),
            ("stages:Translate:steps:0:convert", "cues-to-srt"),
            ("stages:Translate:steps:0:from", "{input:transcript.json}"),
            ("stages:Translate:steps:0:to", "{workdir}/in.srt"),
            ("stages:Translate:steps:1:program", "sed"),
            ("stages:Translate:steps:1:arguments:0", "s/Hello/Hola/;s/Bye/Adiós/;w {workdir}/out.srt"),
            ("stages:Translate:steps:1:arguments:1", "{workdir}/in.srt"),
            ("stages:Translate:steps:2:convert", "srt-to-translation"),
            ("stages:Translate:steps:2:from", "{workdir}/out.srt"),
            ("stages:Translate:steps:2:to", "{output:translation.json}"));
        var artifacts = new Dictionary<string, string> { [Artifacts.Speech] = _directory.File("speech.wav") };
        var options = new DubbingOptions { TargetLanguage = "es" };
        await host.RunAsync(Stage.Transcribe, _directory.Path, artifacts, options);
        await host.RunAsync(Stage.Translate, _directory.Path, artifacts, options);
        var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], CancellationToken.None);
        Assert.Equal([("Hello.", "Hola.", "SPEAKER_00"), ("Bye.", "Adiós.", null)], translation.Cues.Select(cue => (cue.Text, cue.Translation!, cue.Speaker)));
        Assert.InRange(translation.Cues[0].Confidence!.Value, 0.9, 0.91);
    }

    [Fact]
    public async Task A_translator_that_loses_a_cue_is_found_out()
    {
        await using var host = new PipelineHost(
            ("stages:Translate:engine", "Command"),
            ("stages:Translate:steps:0:convert", "cues-to-lines"),
            ("stages:Translate:steps:0:from", "{input:transcript.json}"),
            ("stages:Translate:steps:0:to", "{workdir}/in.txt"),
            ("stages:Translate:steps:1:program", "sed"),
            ("stages:Translate:steps:1:arguments:0", "-n"),
            ("stages:Translate:steps:1:arguments:1", "1w {workdir}/out.txt"),
            ("stages:Translate:steps:1:arguments:2", "{workdir}/in.txt"),
            ("stages:Translate:steps:2:convert", "lines-to-translation"),
            ("stages:Translate:steps:2:from", "{workdir}/out.txt"),
            ("stages:Translate:steps:2:to", "{output:translation.json}"));
        await PipelineJson.WriteAsync(
            _directory.File("t.json"), new Transcript("en", null, [new(1, 0, 1, "a"), new(2, 1, 2, "b")]), CancellationToken.None);
        var artifacts = new Dictionary<string, string> { [Artifacts.Transcript] = _directory.File("t.json") };
        var failure = await Assert.ThrowsAsync<StageException>(() =>
            host.RunAsync(Stage.Translate, _directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" }));
        Assert.Equal(ErrorCodes.OutputInvalid, failure.Code);
        Assert.Contains("1 cues for 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clips_of_a_folder_are_matched_to_cues_and_missing_ones_noticed()
    {
        var folder = _directory.Sub("tts");
        foreach (var number in new[] { 1, 2 })
        {
            using var wav = new WavWriter(Path.Combine(folder, $"job_0{number}.tts.wav"), PcmFormat.Mono16);
            wav.Write(new short[16_000]);
        }

        await using var host = new PipelineHost(
            ("stages:Synthesize:engine", "Command"),
            ("stages:Synthesize:steps:0:convert", "wavs-to-clips"),
            ("stages:Synthesize:steps:0:from", folder),
            ("stages:Synthesize:steps:0:to", "{output:clips.zip}"));
        var options = new DubbingOptions { TargetLanguage = "es" };
        var artifacts = await TranslationAsync("uno", "dos");
        await host.RunAsync(Stage.Synthesize, _directory.Path, artifacts, options);
        Assert.Equal([1, 1], (await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None)).Clips.Select(clip => clip.Duration));
        var failure = await Assert.ThrowsAsync<StageException>(async () =>
            await host.RunAsync(Stage.Synthesize, _directory.Path, await TranslationAsync("uno", "dos", "tres"), options));
        Assert.Contains("Cue 3 was not spoken", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_clones_gets_a_clip_of_each_speaker()
    {
        using (var speech = new WavWriter(_directory.File("speech.wav"), PcmFormat.Mono16))
        {
            speech.Write([.. Enumerable.Range(0, 4 * 16_000).Select(i => (short)(6000 * Math.Sin(i * 0.06)))]);
        }

        var folder = _directory.Sub("cloned");
        await using var host = new PipelineHost(
            ("stages:Synthesize:engine", "Command"),
            ("stages:Synthesize:writes:0", folder),
            ("stages:Synthesize:steps:0:program", "cp"),
            ("stages:Synthesize:steps:0:arguments:0", "{input:references}/1.wav"),
            ("stages:Synthesize:steps:0:arguments:1", "{input:references}/2.wav"),
            ("stages:Synthesize:steps:0:arguments:2", folder),
            ("stages:Synthesize:steps:1:convert", "wavs-to-clips"),
            ("stages:Synthesize:steps:1:from", folder),
            ("stages:Synthesize:steps:1:to", "{output:clips.zip}"));
        var artifacts = new Dictionary<string, string> { [Artifacts.Speech] = _directory.File("speech.wav"), [Artifacts.Translation] = _directory.File("t.json") };
        Cue[] cues = [new(1, 0, 1.5, "a", "uno", Speaker: "Ana"), new(2, 2, 4, "b", "dos", Speaker: "Bob")];
        await PipelineJson.WriteAsync(artifacts[Artifacts.Translation], new Transcript("en", "es", cues), CancellationToken.None);
        await host.RunAsync(Stage.Synthesize, _directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" });
        Assert.Equal([1.5, 2], (await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None)).Clips.Select(clip => clip.Duration));
        var speakers = await PipelineJson.ReadAsync<SpeakerList>(artifacts[Artifacts.Speakers], CancellationToken.None);
        Assert.Equal([("Ana", "1.wav"), ("Bob", "2.wav")], speakers.Speakers.Select(speaker => (speaker.Name, speaker.Reference!)));
        Assert.True(File.Exists(artifacts[Artifacts.References]));
    }

    [Fact]
    public async Task A_program_that_leaves_another_translation_behind_must_leave_a_whole_one()
    {
        var folder = _directory.Sub("one");
        using (var wav = new WavWriter(Path.Combine(folder, "1.wav"), PcmFormat.Mono16))
        {
            wav.Write(new short[16_000]);
        }

        await PipelineJson.WriteAsync(_directory.File("other.json"), new Transcript("en", "es", []), CancellationToken.None);
        await using var host = new PipelineHost(
            ("stages:Synthesize:engine", "Command"),
            ("stages:Synthesize:steps:0:convert", "copy"),
            ("stages:Synthesize:steps:0:from", _directory.File("other.json")),
            ("stages:Synthesize:steps:0:to", "{workdir}/translation.json"),
            ("stages:Synthesize:steps:1:convert", "wavs-to-clips"),
            ("stages:Synthesize:steps:1:from", folder),
            ("stages:Synthesize:steps:1:to", "{output:clips.zip}"));
        var failure = await Assert.ThrowsAsync<StageException>(async () =>
            await host.RunAsync(Stage.Synthesize, _directory.Path, await TranslationAsync("uno"), new DubbingOptions { TargetLanguage = "es" }));
        Assert.Contains("translation.json has 0 cues for 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprints_change_with_what_matters_and_with_nothing_else()
    {
        using var host = new PipelineHost();
        string Of(Stage stage, DubbingOptions options) => host.Stages.Describe(stage, options).Fingerprint;
        var spanish = new DubbingOptions { TargetLanguage = "es" };
        Assert.Equal(Of(Stage.Synthesize, spanish), Of(Stage.Synthesize, spanish with { Subtitles = SubtitleMode.Hard, Glossary = [new("a")] }));
        Assert.NotEqual(Of(Stage.Synthesize, spanish), Of(Stage.Synthesize, spanish with { Speed = 1.2 }));
        Assert.NotEqual(Of(Stage.Synthesize, spanish), Of(Stage.Synthesize, spanish with { Voices = new Dictionary<string, string> { ["S1"] = "es" } }));
        Assert.NotEqual(Of(Stage.Translate, spanish), Of(Stage.Translate, spanish with { Glossary = [new("a")] }));
        Assert.NotEqual(Of(Stage.Translate, spanish), Of(Stage.Translate, spanish with { Style = "plain" }));
        Assert.NotEqual(Of(Stage.Translate, spanish), Of(Stage.Translate, spanish with { Formality = Formality.Formal }));
        Assert.Equal(Of(Stage.Separate, spanish), Of(Stage.Separate, spanish with { TargetLanguage = "ca" }));
    }

    [Fact]
    public void Devices_are_never_shared()
    {
        var gate = new DeviceGate(2);
        var first = gate.Take(null);
        var second = gate.Take(null);
        Assert.NotEqual(first.Device, second.Device);
        var busy = Assert.Throws<StageException>(() => gate.Take(null));
        Assert.Equal((ErrorCodes.GpuBusy, Retryability.Busy), (busy.Code, busy.Retry));
        first.Dispose();
        first.Dispose();
        Assert.Throws<StageException>(() => gate.Take(second.Device));
        Assert.Equal(first.Device, gate.Take(first.Device).Device);
        Assert.Equal(ErrorCodes.Internal, Assert.Throws<StageException>(() => gate.Take(7)).Code);
    }

    [Fact]
    public void Placeholders_never_split_an_argument()
    {
        var request = new StageRequest(
            Stage.Mux, "/w", new Dictionary<string, string> { ["source"] = "/a b\"c" },
            new DubbingOptions { TargetLanguage = "es", Voice = "{workdir}" }, PipelineHost.Limits, Device: 3);
        var context = new CommandContext(request, new Dictionary<string, string> { ["root"] = "/opt" });
        Assert.Equal(
            ["-i=/a b\"c", "{workdir}", "3", "/opt/x", "/w/dubbed.mp4"],
            context.ExpandAll(["-i={input:source}", "{option:voice}", "{device}", "{setting:root}/x", "{output:dubbed.mp4}"]));
        Assert.Throws<PlaceholderException>(() => context.Expand("{output:mix.wav}"));
        Assert.Equal(5, context.ExpandAll(["{outputs}"]).Count);
        Assert.Equal("{\"a\":{}}", context.Expand(JsonSerializer.Serialize(new { a = new { } })));
    }

    public void Dispose() => _directory.Dispose();

    private async Task<Dictionary<string, string>> TranslationAsync(params string[] texts)
    {
        var path = _directory.File($"translation-{texts.Length}.json");
        var cues = texts.Select((text, i) => new Cue(i + 1, i * 2, (i * 2) + 1.5, text, text)).ToList();
        await PipelineJson.WriteAsync(path, new Transcript("en", "es", cues), CancellationToken.None);
        return new Dictionary<string, string> { [Artifacts.Translation] = path };
    }
}
