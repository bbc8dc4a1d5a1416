using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Whisper;

/// <summary>The engine on the real whisper.cpp, in its own process, with a model that says what is known.</summary>
public sealed class WhisperEngineTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();

    private string Model => _directory.File("ggml-test.bin");

    public async Task InitializeAsync()
    {
        await using var runner = Programs.Runner();
        var speech = await Sound.SpeakAsync(runner, _directory, "Good morning and welcome. This is a short film about rivers, and about the people who live there.");
        Sound.Write(_directory.File("speech.wav"), Sound.Silence(2), speech, Sound.Silence(4));
    }

    [Fact]
    public async Task What_the_model_says_becomes_timed_cues()
    {
        new TinyWhisper().Say(0, 2, "Good morning and welcome.").Say(2, 5, "This is a film about rivers.").Write(Model);
        await using var host = Host();

        var (result, transcript) = await TranscribeAsync(host);

        Assert.Equal(["Good morning and welcome.", "This is a film about rivers."], transcript.Cues.Select(cue => cue.Text));
        Assert.Equal("en", transcript.SourceLanguage);
        // The part begins in the pause before the speech, at about 2 s.
        Assert.InRange(transcript.Cues[0].Start, 1.5, 2.6);
        Assert.InRange(transcript.Cues[1].Start, 3.5, 4.6);
        Assert.InRange(transcript.Cues[1].End, 4.6, 7.5);
        Assert.All(transcript.Cues, cue => Assert.InRange(cue.Confidence ?? 1, 0.9, 1));
        Assert.Matches(@"^whisper\.cpp \(Whisper\.net 1\.9\.1.*, ggml-test\), speech found by silero$", result.Engine);
    }

    [Fact]
    public async Task The_spoken_language_is_found()
    {
        new TinyWhisper().Speaks("es").Say(0, 3, "Buenos días y bienvenidos.").Write(Model);
        await using var host = Host();
        Assert.Contains(Languages.Auto, host.Stages.Catalogue.Recognized!);
        host.Stages.Validate(new DubbingOptions { SourceLanguage = Languages.Auto, TargetLanguage = "en" });

        var (result, transcript) = await TranscribeAsync(host, Languages.Auto, "en");

        Assert.Equal(("es", "es"), (transcript.SourceLanguage, result.Language));
    }

    [Theory]
    [InlineData("de", "Videos in 'de' cannot be dubbed here.")]
    [InlineData("es", "Source and target language are the same.")]
    public async Task A_language_that_cannot_be_dubbed_is_refused_when_it_is_found(string spoken, string message)
    {
        new TinyWhisper().Speaks(spoken).Say(0, 3, "Whatever it is.").Write(Model);
        await using var host = Host();

        var e = await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(host, Languages.Auto));

        Assert.Equal(Retryability.Never, e.Retry);
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_loops_is_mended()
    {
        new TinyWhisper().Say(0, 1, "We begin here.").Say(1, 5, string.Join(' ', Enumerable.Repeat("and on", 12))).Write(Model);
        await using var host = Host();

        var (result, transcript) = await TranscribeAsync(host);

        Assert.Equal("We begin here. and on", string.Join(' ', transcript.Cues.Select(cue => cue.Text)));
        Assert.Contains(result.Warnings!, warning => warning.Contains("repeated itself", StringComparison.Ordinal));
        Assert.True(transcript.Cues[^1].Confidence < Cue.LowConfidence);
    }

    [Fact]
    public async Task A_probability_that_is_no_number_is_none()
    {
        new TinyWhisper().Overflow().Say(0, 2, "Good morning and welcome.").Write(Model);
        await using var host = Host();

        var (_, transcript) = await TranscribeAsync(host);

        Assert.Equal("Good morning and welcome.", transcript.Cues[0].Text);
    }

    [Fact]
    public async Task Nothing_is_recognized_where_nobody_speaks()
    {
        new TinyWhisper().Say(0, 2, "Thank you for watching.").Write(Model);
        Sound.Write(_directory.File("speech.wav"), Sound.Music(10), Sound.Silence(10), Sound.Noise(10));
        await using var host = Host();

        var e = await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(host));

        Assert.Equal(ErrorCodes.NoSpeech, e.Code);
    }

    [Fact]
    public async Task The_process_stays_and_a_native_crash_costs_an_attempt()
    {
        new TinyWhisper().Say(0, 2, "Good morning.").Write(Model);
        await using (var before = Host())
        {
            await TranscribeAsync(before);
            var first = Assert.Single(Processes());
            await TranscribeAsync(before);
            Assert.Equal(first, Assert.Single(Processes()));
        }

        // The file of a running process must not be replaced.
        await Eventually.HoldsAsync(() => Processes().Count == 0, "the process is gone");
        await using var host = Host();
        new TinyWhisper().Crash().Write(Model);
        var e = await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(host));
        Assert.Equal((ErrorCodes.EngineFailed, Retryability.Transient, 134), (e.Code, e.Retry, e.ExitCode!.Value));
        Assert.Contains("crashed", e.Message, StringComparison.Ordinal);

        new TinyWhisper().Say(0, 2, "Good evening.").Write(Model);
        Assert.Equal("Good evening.", (await TranscribeAsync(host)).Transcript.Cues[0].Text);
    }

    [Fact]
    public async Task Cancelling_ends_the_process()
    {
        new TinyWhisper().Say(0, 2, "Good morning.").Write(Model);
        await using var host = Host();
        await TranscribeAsync(host);
        var process = Assert.Single(Processes());
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TranscribeAsync(host, progress: new OnProgress(0.05, cancel.Cancel), cancellationToken: cancel.Token));

        Assert.False(Programs.Alive(process));
    }

    [Theory]
    [InlineData("text", "This is no model.")]
    [InlineData("cut", null)]
    public async Task A_damaged_model_is_told_once_and_for_all(string kind, string? content)
    {
        new TinyWhisper().Say(0, 2, "Good morning.").Write(Model);
        File.WriteAllBytes(Model, content is null ? File.ReadAllBytes(Model)[..100_000] : System.Text.Encoding.ASCII.GetBytes(content));
        await using var host = Host();

        var e = await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(host));

        Assert.Equal((ErrorCodes.EngineMissing, Retryability.Never), (e.Code, e.Retry));
        Assert.True(e.Message.Contains("cannot be loaded", StringComparison.Ordinal), kind + e.Message);
    }

    [Fact]
    public async Task Without_its_model_the_stage_says_which_command_gets_it()
    {
        await using var host = Host(("whisper:model", "small"), ("whisper:models", _directory.Path));

        Assert.Contains(new MissingPart(Stage.Transcribe, "model small (run: transvox models pull small)"), host.Stages.FindMissing());
        var e = await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(host));
        Assert.Equal(ErrorCodes.EngineMissing, e.Code);
        Assert.EndsWith("An operator must run: transvox models pull small", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whisper:model", "huge", "engines.whisper.model is 'huge'; it must be one of tiny")]
    [InlineData("whisper:models", "models", "engines.whisper.models is 'models'; it must be an absolute path.")]
    [InlineData("stages:Mix:engine", "Whisper", "it belongs to the stage Transcribe")]
    public void Wrong_settings_stop_the_host(string key, string value, string message)
    {
        using var host = Host((key, value));

        var e = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => host.Stages);

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    public Task DisposeAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }

    private PipelineHost Host(params (string, string)[] settings) =>
        new([.. new[] { ("profile", "whisper"), ("whisper:model", Model), ("whisper:threads", "2") }.ExceptBy(settings.Select(s => s.Item1), s => s.Item1), .. settings]);

    private async Task<(StageResult Result, Transcript Transcript)> TranscribeAsync(
        PipelineHost host, string language = "en", string target = "es", IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var artifacts = new Dictionary<string, string> { [Artifacts.Speech] = _directory.File("speech.wav") };
        var options = new DubbingOptions { SourceLanguage = language, TargetLanguage = target };
        var result = await host.RunAsync(Stage.Transcribe, _directory.Path, artifacts, options, progress, cancellationToken);
        return (result, await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Transcript], CancellationToken.None));
    }

    /// <summary>Process ids of the recognizers that have the model of this test.</summary>
    private List<int> Processes() => [.. Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var pid) ? pid : 0)
        // Not the sandbox around it, whose arguments name the model too.
        .Where(pid => pid > 0 && CommandLine(pid) is var line && line.Contains(Model, StringComparison.Ordinal) && !line.Contains("bwrap", StringComparison.Ordinal))];

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed class OnProgress(double fraction, Action act) : IProgress<StageProgress>
    {
        private bool _done;

        public void Report(StageProgress value)
        {
            if (value.Fraction >= fraction && !_done)
            {
                _done = true;
                act();
            }
        }
    }
}
