using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Tests.Speech;

/// <summary>Lines are spoken, measured, and sped up as far as the engine and the limit allow, whatever the engine writes.</summary>
public sealed class LineFitterTests
{
    private const string Text = "Twenty letters here.";

    [Fact]
    public async Task A_line_that_fits_is_spoken_once_at_the_users_speed()
    {
        var (line, voice) = await FitAsync(new ToneVoice(), slot: 2.2, speed: 1.5);
        Assert.Equal((1, 0), (line.Speed, line.Shortened));
        Assert.Equal([1.5], voice.Speeds);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_spoken_faster_by_what_it_takes()
    {
        var (line, voice) = await FitAsync(new ToneVoice(), slot: 1.8);
        Assert.InRange(line.Duration, 1.7, 1.8);
        Assert.Equal(2, line.Natural, 1);
        Assert.InRange(line.Speed, 1.1, 1.2);
        Assert.Equal(2, voice.Speeds.Count);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1.2, 3)]
    public async Task No_line_is_spoken_faster_than_can_be_followed_even_where_the_engine_overdoes_it(double overdone, int times)
    {
        var (line, voice) = await FitAsync(new ToneVoice { Overdone = overdone }, slot: 1);
        Assert.InRange(line.Speed, 1.15, DubPlan.MostSpeed);
        Assert.Equal(times, voice.Speeds.Count);
    }

    [Fact]
    public async Task An_engine_that_cannot_change_its_speed_is_not_asked_to()
    {
        var (line, voice) = await FitAsync(new ToneVoice { MostSpeed = 1 }, slot: 1);
        Assert.Equal([1], voice.Speeds);
        Assert.Equal((1, 2), (line.Speed, Math.Round(line.Duration, 1)));
    }

    [Fact]
    public async Task What_the_user_asked_for_counts_against_what_the_engine_can()
    {
        var (line, voice) = await FitAsync(new ToneVoice { MostSpeed = 1.6 }, slot: 0.5, speed: 1.5);
        Assert.Equal(1.6, voice.Speeds[^1], 2);
        Assert.InRange(line.Speed, 1, 1.6 / 1.5 * 1.01);
    }

    [Theory]
    [InlineData("pcm_f32le", "48000", "2")]
    [InlineData("pcm_s24le", "22050", "1")]
    [InlineData("pcm_s16le", "8000", "1")]
    public async Task Any_kind_of_sound_file_will_do(string codec, string rate, string channels)
    {
        var (line, _) = await FitAsync(new ToneVoice { Format = ["-c:a", codec, "-ar", rate, "-ac", channels] }, slot: 3);
        Assert.InRange(line.Duration, 1.95, 2.05);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(9, false)]
    public async Task Silence_is_asked_for_again_and_then_left(int silent, bool heard)
    {
        var (line, voice) = await FitAsync(new ToneVoice { Silent = silent }, slot: 3);
        Assert.Equal((heard, 2), (line.Path is not null, voice.Speeds.Count));
    }

    private static async Task<(Line Line, ToneVoice Voice)> FitAsync(ToneVoice voice, double slot, double speed = 1)
    {
        using var directory = new TempDirectory();
        await using var runner = Programs.Runner();
        voice.Runner = runner;
        var options = new DubbingOptions { TargetLanguage = "es", Speed = speed };
        var line = new Line { Place = 0, Text = Text, Voice = "v", Speaker = "", Reference = null, Slot = slot };
        var cues = new[] { new Cue(1, 0, slot, "x", Text) };
        await new LineFitter(voice, new Ffmpeg(runner), directory.Path, options).FitAsync([line], cues, null, _ => { }, CancellationToken.None);
        if (line.Path is not null)
        {
            using var wav = WavReader.Open(line.Path);
            Assert.Equal(wav.Duration, line.Duration, 3);
        }

        return (line, voice);
    }

    /// <summary>Says a letter in a tenth of a second, as a tone.</summary>
    private sealed class ToneVoice : ISpeechSynthesizer
    {
        public List<double> Speeds { get; } = [];

        public ProcessRunner? Runner { get; set; }

        public double MostSpeed { get; init; } = 4;

        public int AtATime => 1;

        /// <summary>How much faster than it is told it speaks, once it is told to.</summary>
        public double Overdone { get; init; } = 1;

        public string[] Format { get; init; } = ["-c:a", "pcm_s16le", "-ar", "24000"];

        /// <summary>How many times it writes silence first.</summary>
        public int Silent { get; init; }

        public async Task SpeakAsync(SpeechRequest request, string path, CancellationToken cancellationToken)
        {
            Speeds.Add(request.Speed);
            var real = request.Speed > 1 ? request.Speed * Overdone : request.Speed;
            var seconds = Ffmpeg.Seconds(request.Text.Length * 0.1 / real);
            var source = Speeds.Count <= Silent ? $"anullsrc=d={seconds}" : $"sine=frequency=200:duration={seconds}";
            await Programs.FfmpegAsync(Runner!, ["-f", "lavfi", "-i", source, .. Format, path]);
        }
    }
}
