using System.Diagnostics;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Recognition;

/// <summary>The stage as a whole, on recordings whose words are known.</summary>
public sealed class RecognizeEngineTests : IDisposable
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
        Assert.Equal(said.Select(w => w.Text), Transcribing.Heard(transcript));
        Transcribing.AssertReadable(transcript);
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

    [Fact]
    public async Task A_part_that_fails_ends_the_others()
    {
        await using var runner = Programs.Runner();
        var words = await SpokenWords.CreateAsync(runner, _directory);
        words.Write(_directory.File("speech.wav"), 40, i => i % 7 == 6 ? 1 : 0.06);
        var recognizer = new OneFails();

        var e = await Assert.ThrowsAsync<StageException>(() =>
            Transcribing.RunAsync(_directory, recognizer, 12, new Progress<StageProgress>(), parallel: 2));

        Assert.Equal(ErrorCodes.EngineFailed, e.Code);
        Assert.True(recognizer.OtherEnded);
    }

    public void Dispose() => _directory.Dispose();

    private Task<Transcript> TranscribeAsync(ISpeechRecognizer recognizer, double maxPartSeconds, string language = "en") =>
        Transcribing.RunAsync(_directory, recognizer, maxPartSeconds, new Progress<StageProgress>(), language);

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

    /// <summary>Fails at one of two parts when it has both.</summary>
    private sealed class OneFails : ISpeechRecognizer
    {
        private readonly TaskCompletionSource _both = new();
        private int _asked;

        public bool OtherEnded { get; private set; }

        public async Task<RecognitionResult> RecognizeAsync(
            string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _asked) == 1)
            {
                await _both.Task;
                throw new StageException(ErrorCodes.EngineFailed, "Out of order.", Retryability.Transient);
            }

            _both.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                throw new UnreachableException();
            }
            finally
            {
                OtherEnded = true;
            }
        }
    }

    private sealed class Failing : ISpeechRecognizer
    {
        public Task<RecognitionResult> RecognizeAsync(
            string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody speaks here.");
    }
}
