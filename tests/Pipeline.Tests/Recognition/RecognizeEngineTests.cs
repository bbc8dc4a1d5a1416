using System.Diagnostics;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests.Recognition;

/// <summary>The stage as a whole, on recordings whose words are known.</summary>
public sealed class RecognizeEngineTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Speech_without_a_pause_is_put_together_word_by_word()
    {
        await using var runner = Programs.Runner();
        var words = await SpokenWords.CreateAsync(runner, _directory);
        var said = words.Write(_directory.File("speech.wav"), 150, _ => 0.02);

        var transcript = await TranscribeAsync(words, 20);

        Assert.InRange(words.Longest, 15, 20);
        Assert.Equal(said.Select(w => w.Text), Heard(transcript));
        AssertReadable(transcript);
    }

    /// <summary>The figures of docs/engines.md.</summary>
    [Fact]
    public async Task An_hour_is_transcribed_in_parts_without_a_lost_or_doubled_word()
    {
        await using var runner = Programs.Runner();
        var words = await SpokenWords.CreateAsync(runner, _directory);
        // Sentences of seven words; now and then a longer pause, minutes of talk without one, and half a minute of music.
        var said = words.Write(_directory.File("speech.wav"), 3600, i => (i % 400, i % 7) switch
        {
            (399, _) => 30,
            ( < 150, _) => 0.03,
            (_, 6) => 0.5 + (i % 5 * 0.4),
            _ => 0.06,
        });
        GC.Collect();
        var before = Environment.WorkingSet;
        var peak = new Peak(before);
        var watch = Stopwatch.StartNew();

        var transcript = await TranscribeAsync(words, 28, peak);

        output.WriteLine($"{said.Count} words, {transcript.Cues.Count} cues; {watch.Elapsed.TotalSeconds:0} s; memory {before >> 20} MB before, {peak.Bytes >> 20} MB at most");
        Assert.Equal(said.Select(w => w.Text), Heard(transcript));
        Assert.InRange(words.Longest, 20, 28);
        AssertReadable(transcript);
        var starts = said.Select(w => w.Start).ToList();
        Assert.All(transcript.Cues, cue => Assert.InRange(starts.Min(start => Math.Abs(start - cue.Start)), 0, 0.02));
        // The recording alone is 115 MB.
        Assert.InRange(peak.Bytes - before, 0, 64L << 20);
    }

    [Fact]
    public async Task The_longest_part_tells_the_language_for_all()
    {
        await using var runner = Programs.Runner();
        var words = await SpokenWords.CreateAsync(runner, _directory);
        words.Write(_directory.File("speech.wav"), 40, i => i % 7 == 6 ? 1 : 0.06);
        var asked = new List<string?>();

        var transcript = await TranscribeAsync(new Asked(words, asked), 12, language: Languages.Auto);

        Assert.Equal("de", transcript.SourceLanguage);
        Assert.Equal([null, "de"], asked.Distinct());
        Assert.Single(asked, code => code is null);
    }

    [Fact]
    public async Task A_language_that_cannot_be_told_is_an_error()
    {
        await using var runner = Programs.Runner();
        Sound.Write(_directory.File("speech.wav"), await Sound.SpeakAsync(runner, _directory, "Good morning to all of you."));

        var e = await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(new Nothing("??"), 28, language: Languages.Auto));

        Assert.Equal(ErrorCodes.UnsupportedLanguage, e.Code);
    }

    [Fact]
    public async Task A_recognizer_is_not_asked_where_nobody_speaks_and_must_say_something_where_somebody_does()
    {
        await using var runner = Programs.Runner();
        var speech = await Sound.SpeakAsync(runner, _directory, "Good morning to all of you.");
        Sound.Write(_directory.File("speech.wav"), Sound.Music(6), Sound.Silence(6));
        Assert.Equal(ErrorCodes.NoSpeech, (await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(new Failing(), 28))).Code);

        Sound.Write(_directory.File("speech.wav"), speech);
        Assert.Equal(ErrorCodes.NoSpeech, (await Assert.ThrowsAsync<StageException>(() => TranscribeAsync(new Nothing("en"), 28))).Code);
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertReadable(Transcript transcript)
    {
        Assert.All(transcript.Cues, cue => Assert.InRange(cue.Duration, 0.05, CueBuilder.MaxSeconds + 0.001));
        Assert.All(transcript.Cues, cue => Assert.InRange(cue.Text.Length, 1, 84));
        Assert.All(transcript.Cues.Zip(transcript.Cues.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{pair}"));
    }

    private static IEnumerable<string> Heard(Transcript transcript) =>
        transcript.Cues.SelectMany(cue => cue.Text.Split(' ')).Select(word => WordText.Normalize(word));

    private async Task<Transcript> TranscribeAsync(
        ISpeechRecognizer recognizer, double maxPartSeconds, IProgress<StageProgress>? progress = null, string language = "en")
    {
        var engine = new RecognizeEngine(_ => recognizer, new RecognizerTraits { Fingerprint = _ => "test", MaxPartSeconds = maxPartSeconds });
        var work = _directory.Sub("work");
        await engine.RunAsync(
            new StageRequest(
                Stage.Transcribe, work, new Dictionary<string, string> { [Artifacts.Speech] = _directory.File("speech.wav") },
                new DubbingOptions { SourceLanguage = language, TargetLanguage = "es" }, PipelineHost.Limits),
            progress ?? new Progress<StageProgress>(), CancellationToken.None);
        Assert.Equal([Artifacts.Transcript], Directory.GetFiles(work).Select(Path.GetFileName));
        return await PipelineJson.ReadAsync<Transcript>(Path.Combine(work, Artifacts.Transcript), CancellationToken.None);
    }

    /// <summary>Looks at this process's memory whenever the stage reports.</summary>
    private sealed class Peak(long before) : IProgress<StageProgress>
    {
        public long Bytes { get; private set; } = before;

        public void Report(StageProgress value) => Bytes = Math.Max(Bytes, Environment.WorkingSet);
    }

    private sealed class Asked(ISpeechRecognizer inner, List<string?> languages) : ISpeechRecognizer
    {
        public Task<RecognitionResult> RecognizeAsync(
            string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken)
        {
            languages.Add(language);
            return inner.RecognizeAsync(audio, language ?? "de", prompt, progress, cancellationToken);
        }
    }

    private sealed class Nothing(string language) : ISpeechRecognizer
    {
        public Task<RecognitionResult> RecognizeAsync(
            string audio, string? asked, string? prompt, IProgress<double> progress, CancellationToken cancellationToken) =>
            Task.FromResult(new RecognitionResult(language, [], "nothing"));
    }

    private sealed class Failing : ISpeechRecognizer
    {
        public Task<RecognitionResult> RecognizeAsync(
            string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody speaks here.");
    }
}
