using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Recognition;

/// <summary>Where somebody speaks, found in real sound by the real model.</summary>
public sealed class VoiceActivityTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Speech_is_found_between_music_noise_and_silence()
    {
        await using var runner = Programs.Runner();
        var speech = await Sound.SpeakAsync(runner, _directory, "Good morning, and welcome to the show.");
        Sound.Write(_directory.File("a.wav"), Sound.Music(5), speech, Sound.Silence(3), Sound.Noise(4), speech, Sound.Music(3));

        var map = Find();

        var length = (double)speech.Length / Sound.Rate;
        Assert.Equal("silero", map.Method);
        Assert.Equal(15 + (2 * length), map.Duration, 3);
        Assert.InRange(map.Speech(5, 5 + length), 0.7 * length, length);
        Assert.InRange(map.Speech(12 + length, 12 + (2 * length)), 0.7 * length, length);
        Assert.InRange(map.Spans.Sum(span => span.Length), 1.4 * length, (2 * length) + 0.3);
    }

    [Fact]
    public void Nobody_speaks_in_music_noise_and_silence()
    {
        Sound.Write(_directory.File("a.wav"), Sound.Music(8), Sound.Noise(8), Sound.Silence(8));

        Assert.Empty(Find().Spans);
    }

    [SkippableFact]
    public async Task A_real_recording_is_mostly_speech()
    {
        Skip.If(TestData.Recording is null, "the recording of shared data is absent");
        await using var runner = Programs.Runner();
        await Programs.FfmpegAsync(runner, "-i", TestData.Recording!, "-ar", "16000", "-ac", "1", _directory.File("a.wav"));

        var map = Find();

        Assert.InRange(map.Spans.Sum(span => span.Length), 6, 10);
        Assert.Equal(map.Spans.Sum(span => span.Length), map.Speech(0, 12), 6);
    }

    [Fact]
    public void Short_pauses_belong_to_speech_and_short_sounds_do_not()
    {
        var probabilities = new float[200];
        Array.Fill(probabilities, 0.9f, 10, 40);
        Array.Fill(probabilities, 0.4f, 30, 5);
        Array.Fill(probabilities, 0.1f, 45, 8);
        Array.Fill(probabilities, 0.9f, 53, 10);
        Array.Fill(probabilities, 0.9f, 100, 3);
        Array.Fill(probabilities, 0.9f, 190, 10);

        Assert.Equal([new SpeechSpan(0.32, 2.016), new SpeechSpan(6.08, 6.4)], VoiceActivity.Spans(probabilities));
    }

    public void Dispose() => _directory.Dispose();

    private SpeechMap Find() => VoiceActivity.Find(_directory.File("a.wav"), new Progress<double>(), CancellationToken.None);
}
