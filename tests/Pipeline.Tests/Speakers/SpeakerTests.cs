using TransVox.Pipeline.Media;
using TransVox.Pipeline.Speakers;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests.Speakers;

/// <summary>How high people speak, their voices in the dub, and their reference clips.</summary>
public sealed class SpeakerTests(ITestOutputHelper output)
{
    private const string Sentence = "The people of this town lived beside the river for many years, and they never wanted to leave.";

    [Theory]
    [InlineData(80)]
    [InlineData(123)]
    [InlineData(210)]
    [InlineData(333)]
    public void The_pitch_of_a_buzz_is_found_within_one_percent(double hertz)
    {
        // Twelve harmonics, the first the weakest, with noise: what is loudest is not the pitch.
        var random = new Random(1);
        var samples = Enumerable.Range(0, 16_000).Select(i => AudioMath.ToSample(
            Enumerable.Range(1, 12).Sum(n => (n == 1 ? 300 : 900) * Math.Sin(2 * Math.PI * hertz * n * i / 16_000 + n)) + (random.NextDouble() * 400))).ToArray();
        Assert.InRange(PitchEstimator.Median(samples, 16_000)!.Value, hertz * 0.99, hertz * 1.01);
    }

    [Fact]
    public void Noise_and_silence_have_no_pitch()
    {
        var random = new Random(2);
        Assert.Null(PitchEstimator.Median([.. Enumerable.Range(0, 32_000).Select(_ => (short)random.Next(-8000, 8000))], 16_000));
        Assert.Null(PitchEstimator.Median(new short[16_000], 16_000));
        Assert.Null(PitchEstimator.Median([], 16_000));
    }

    [Fact]
    public async Task Voices_are_told_apart_by_their_range()
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        foreach (var (voice, range) in new[] { ("en", VoiceRange.Low), ("en+m3", VoiceRange.Low), ("en+f2", VoiceRange.High), ("en+f3", VoiceRange.High) })
        {
            var pitch = PitchEstimator.Median(await EspeakSpeech.SayAsync(runner, directory.File("a.wav"), voice, Sentence), 16_000);
            output.WriteLine($"{voice}: {pitch} Hz");
            Assert.Equal(range, PitchEstimator.RangeOf(pitch));
        }
    }

    [Fact]
    public async Task The_man_of_the_sample_speaks_low_also_with_music_under_him()
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        await Programs.FfmpegAsync(runner, "-i", TestData.Sample, "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", directory.File("a.wav"));
        using var wav = WavReader.Open(directory.File("a.wav"));
        var pitch = PitchEstimator.Median(wav.ReadAll(), 16_000);
        output.WriteLine($"{pitch} Hz");
        Assert.Equal(VoiceRange.Low, PitchEstimator.RangeOf(pitch));
    }

    [Fact]
    public async Task Each_speaker_has_a_reference_clip_that_an_edit_does_not_change()
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        var cues = await TwoSpeakersAsync(runner, directory);
        var request = await RequestAsync(directory, cues, "one");
        var prepared = await SpeakerPreparation.PrepareAsync(request, CancellationToken.None);
        var folder = prepared.Inputs[SpeakerPreparation.Folder];
        var list = await PipelineJson.ReadAsync<SpeakerList>(Path.Combine(folder, Artifacts.Speakers), CancellationToken.None);
        Assert.Equal([("A", VoiceRange.Low, "1.wav"), ("B", VoiceRange.High, "2.wav")], list.Speakers.Select(speaker => (speaker.Name, speaker.Range, speaker.Reference)));
        foreach (var speaker in list.Speakers)
        {
            using var clip = WavReader.Open(Path.Combine(folder, speaker.Reference!));
            output.WriteLine($"{speaker.Name}: {speaker.Pitch} Hz, {clip.Duration:0.00} s");
            Assert.InRange(clip.Duration, 10, SpeakerStudy.LongestReference);
        }

        // A revision: a cue goes to the other speaker, and somebody new is named.
        Cue[] edited = [cues[0] with { Speaker = "B" }, .. cues.Skip(1).SkipLast(1), cues[^1] with { Speaker = "C" }];
        var again = await RequestAsync(directory, edited, "two");
        again = again with
        {
            Inputs = new Dictionary<string, string>(again.Inputs)
            {
                [Artifacts.Speakers] = Path.Combine(request.WorkDirectory, Artifacts.Speakers),
                [Artifacts.References] = Path.Combine(request.WorkDirectory, Artifacts.References),
            },
        };
        var revised = (await SpeakerPreparation.PrepareAsync(again, CancellationToken.None)).Inputs[SpeakerPreparation.Folder];
        var second = await PipelineJson.ReadAsync<SpeakerList>(Path.Combine(revised, Artifacts.Speakers), CancellationToken.None);
        Assert.Equal(["B", "A", "C"], second.Speakers.Select(speaker => speaker.Name));
        Assert.Equal(list.Speakers[0], second.Speakers[1]);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder, "1.wav")), await File.ReadAllBytesAsync(Path.Combine(revised, "1.wav")));
        Assert.Equal("3.wav", second.Speakers[2].Reference);
    }

    [Fact]
    public void A_voice_is_the_users_choice_or_the_one_of_before_or_one_that_suits_and_is_free()
    {
        Speaker[] speakers = [new("A", 110, VoiceRange.Low), new("B", 210, VoiceRange.High), new("C", 120, VoiceRange.Low), new("D", 100, VoiceRange.Low, "kept"), new("", null, VoiceRange.Low)];
        static IReadOnlyList<string> Suited(VoiceRange range) => range == VoiceRange.Low ? ["low1", "low2"] : ["high1"];
        var options = new DubbingOptions { TargetLanguage = "es" };
        Assert.Equal(["low1", "high1", "low2", "kept", "usual"], Voices(options));
        Assert.Equal(["low2", "high1", "low1", "kept", "usual"], Voices(options with { Voices = new Dictionary<string, string> { ["A"] = "low2" } }));
        Assert.Equal(["x", "y", "x", "x", "x"], Voices(options with { Voice = "x", Voices = new Dictionary<string, string> { ["B"] = "y" } }));
        // Of an engine whose voices nobody has sorted: each speaker another.
        Assert.Equal(["usual", "other", "usual", "kept", "usual"], VoiceCast.Choose(speakers, options, _ => [], ["usual", "other"]).Select(speaker => speaker.Voice));

        IEnumerable<string?> Voices(DubbingOptions chosen) => VoiceCast.Choose(speakers, chosen, Suited, ["usual"]).Select(speaker => speaker.Voice);
    }

    private static async Task<Cue[]> TwoSpeakersAsync(TransVox.Pipeline.Processes.ProcessRunner runner, TempDirectory directory)
    {
        var cues = new List<Cue>();
        using var speech = new WavWriter(directory.File("speech.wav"), PcmFormat.Mono16);
        double time = 0;
        for (var i = 0; i < 8; i++)
        {
            var samples = await EspeakSpeech.SayAsync(runner, directory.File($"{i}.wav"), i % 2 == 0 ? "en+m3" : "en+f2", Sentence);
            var seconds = samples.Length / 16_000.0;
            speech.Write(samples);
            cues.Add(new Cue(i + 1, time, time + seconds, Sentence, Sentence, 0.9, i % 2 == 0 ? "A" : "B"));
            time += seconds;
        }

        return [.. cues];
    }

    private static async Task<StageRequest> RequestAsync(TempDirectory directory, Cue[] cues, string name)
    {
        var work = directory.Sub(name);
        await PipelineJson.WriteAsync(Path.Combine(directory.Path, name + ".json"), new Transcript("en", "es", cues), CancellationToken.None);
        return new StageRequest(
            Stage.Synthesize, work,
            new Dictionary<string, string> { [Artifacts.Speech] = directory.File("speech.wav"), [Artifacts.Translation] = Path.Combine(directory.Path, name + ".json") },
            new DubbingOptions { TargetLanguage = "es" }, PipelineHost.Limits);
    }
}
