using System.Globalization;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Speech;

/// <summary>
/// Speaks lines and measures them. What does not fit its slot is said in fewer words, twice at most, and then spoken faster; the rest
/// is up to <see cref="DubPlan"/>.
/// </summary>
internal sealed class LineFitter(ISpeechSynthesizer voice, Ffmpeg ffmpeg, string directory, DubbingOptions options)
{
    private const int MostShortenings = 2;

    // A change of speed that nobody hears is better than fewer words.
    private const double Unheard = 1.05;

    // Rates of engines are not exact.
    private const double Close = 0.01;
    private const int FewestCharacters = 8;
    private const int Tries = 2;
    private int _files;

    /// <summary>Speaks lines; each has a clip afterwards, or no path when it cannot be heard.</summary>
    /// <param name="lines">The lines; what was done is noted in them.</param>
    /// <param name="cues">All cues of the dialogue; shorter translations are written here.</param>
    /// <param name="shortener">Says lines in fewer words, or null when nobody can or may.</param>
    /// <param name="report">Told 0 to 1.</param>
    public async Task FitAsync(
        IReadOnlyList<Line> lines, Cue[] cues, DialogueTranslator? shortener, Action<double> report, CancellationToken cancellationToken)
    {
        var spoken = 0;
        await ForEachAsync(lines, async (line, token) =>
        {
            (line.Path, line.Duration) = await SpeakAsync(line, line.Text, 1, null, token);
            line.Natural = line.Duration;
            report(0.6 * Interlocked.Increment(ref spoken) / lines.Count);
        }, cancellationToken);
        for (var round = 1; shortener is not null && round <= MostShortenings; round++)
        {
            await ShortenAsync([.. lines.Where(line => line.Path is not null && line.Duration > line.Slot * Unheard)], cues, shortener, cancellationToken);
            report(0.6 + (0.15 * round));
        }

        var most = Math.Min(DubPlan.MostSpeed, voice.MostSpeed / options.Speed);
        if (most > 1 + Close)
        {
            await ForEachAsync([.. lines.Where(line => line.Path is not null && line.Duration > line.Slot * (1 + Close))], (line, token) => HurryAsync(line, most, token), cancellationToken);
        }
    }

    private Task ForEachAsync(IReadOnlyList<Line> lines, Func<Line, CancellationToken, Task> action, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        lines,
        new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, voice.AtATime), CancellationToken = cancellationToken },
        async (line, token) => await action(line, token));

    private async Task ShortenAsync(List<Line> tooLong, Cue[] cues, DialogueTranslator shortener, CancellationToken cancellationToken)
    {
        if (tooLong.Count == 0)
        {
            return;
        }

        var room = tooLong.ToDictionary(line => line.Place, line => Math.Max(FewestCharacters, (int)(line.Text.Length * line.Slot / line.Duration)));
        var shorter = await shortener.ShortenAsync(cues, room, cancellationToken);
        await ForEachAsync([.. tooLong.Where(line => shorter.ContainsKey(line.Place))], async (line, token) =>
        {
            var text = SpokenText.From(shorter[line.Place], options.TargetLanguage);
            var (path, duration) = await SpeakAsync(line, text, 1, null, token);
            if (path is null || duration >= line.Duration)
            {
                return;
            }

            (line.Path, line.Duration, line.Text) = (path, duration, text);
            line.Shortened++;
            var cue = cues[line.Place];
            cues[line.Place] = cue.Mark(CueMarks.Shortened) with { FullTranslation = cue.FullTranslation ?? cue.Translation, Translation = shorter[line.Place] };
        }, cancellationToken);
    }

    /// <summary>Speaks a line faster. Rates of engines are not exact: one that came out too fast is spoken a little slower.</summary>
    private async Task HurryAsync(Line line, double most, CancellationToken cancellationToken)
    {
        var usual = line.Duration;
        var speed = Math.Min(most, usual / line.Slot * (1 + Close));
        for (var i = 0; i < Tries; i++)
        {
            var (path, duration) = await SpeakAsync(line, line.Text, speed, Math.Max(line.Slot, usual / most), cancellationToken);
            if (path is null || duration >= line.Duration)
            {
                return;
            }

            var reached = usual / duration;
            if (reached <= DubPlan.MostSpeed)
            {
                (line.Path, line.Duration, line.Speed) = (path, duration, Math.Max(1, reached));
                return;
            }

            speed = Math.Max(1, speed * DubPlan.MostSpeed / reached * (1 - Close));
        }
    }

    /// <summary>A clip without silence at its ends; without a path when there is nothing else in it.</summary>
    private async Task<(string? Path, double Seconds)> SpeakAsync(Line line, string text, double speed, double? aim, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var path = System.IO.Path.Combine(directory, Interlocked.Increment(ref _files).ToString(CultureInfo.InvariantCulture) + ".spoken.wav");
            await voice.SpeakAsync(
                new SpeechRequest(text, options.TargetLanguage, line.Voice, options.Speed * speed, aim, line.Reference), path, cancellationToken);
            if (await MeasureAsync(path, cancellationToken) is > 0 and var seconds)
            {
                return (path, seconds);
            }
        }

        return (null, 0);
    }

    /// <summary>Seconds that can be heard. Whatever kind of WAV it is, it is 16-bit PCM afterwards.</summary>
    private async Task<double> MeasureAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        try
        {
            return SilenceTrimmer.Trim(path);
        }
        catch (InvalidDataException)
        {
            var converted = path + ".pcm.wav";
            var outcome = await ffmpeg.RunAsync(
                new FfmpegJob(directory, TimeSpan.FromMinutes(2), AcceptFailure: true),
                [.. Ffmpeg.Own(path), "-vn", "-c:a", "pcm_s16le", "-f", "wav", converted], 0, null, cancellationToken);
            if (outcome.ExitCode != 0)
            {
                return 0;
            }

            File.Move(converted, path, overwrite: true);
            return SilenceTrimmer.Trim(path);
        }
    }
}
