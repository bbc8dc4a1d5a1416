using Microsoft.ML.OnnxRuntime;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Recognition;

/// <summary>
/// Finds where somebody speaks: with Silero's model where it was installed, by energy otherwise. Energy takes music and noise for
/// speech; which of the two it was, the record says.
/// </summary>
internal static class VoiceActivity
{
    // The thresholds are those that the model's authors use; pauses shorter than a third of a second are part of speaking.
    private const float Speaks = 0.5f;
    private const float Silent = 0.35f;
    private const double ShortestSpeech = 0.2;
    private const double ShortestPause = 0.3;
    private const double StepSeconds = SileroModel.Step / 16_000.0;

    /// <summary>Where the setup puts the model: it comes from a package and is no part of this repository.</summary>
    public static string ModelPath { get; } = Path.Combine(AppContext.BaseDirectory, "models", "silero_vad.onnx");

    /// <param name="wav">16 kHz, mono, 16 bit.</param>
    /// <param name="progress">Told 0 to 1.</param>
    public static SpeechMap Find(string wav, IProgress<double> progress, CancellationToken cancellationToken) =>
        File.Exists(ModelPath) ? BySilero(wav, progress, cancellationToken) : ByEnergy(wav);

    /// <summary>Spans of speech out of probabilities, one per step of the model. Pure.</summary>
    public static List<SpeechSpan> Spans(IReadOnlyList<float> probabilities)
    {
        var spans = new List<SpeechSpan>();
        int? start = null;
        var last = 0;
        for (var i = 0; i <= probabilities.Count; i++)
        {
            var probability = i < probabilities.Count ? probabilities[i] : 0;
            if (probability >= (start is null ? Speaks : Silent))
            {
                start ??= i;
                last = i + 1;
            }
            else if (start is { } begun && (i == probabilities.Count || (i - last) * StepSeconds >= ShortestPause))
            {
                Add(spans, begun * StepSeconds, last * StepSeconds);
                start = null;
            }
        }

        return spans;
    }

    private static void Add(List<SpeechSpan> spans, double start, double end)
    {
        if (end - start >= ShortestSpeech)
        {
            spans.Add(new SpeechSpan(start, end));
        }
    }

    private static SpeechMap BySilero(string wav, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var sound = WavReader.Open(wav);
        try
        {
            using var model = new SileroModel(ModelPath);
            var probabilities = new List<float>((int)(sound.Frames / SileroModel.Step) + 1);
            var samples = new short[SileroModel.Step];
            int read;
            while ((read = sound.Read(samples)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                probabilities.Add(model.Next(samples.AsSpan(0, read)));
                progress.Report((double)probabilities.Count * SileroModel.Step / sound.Frames);
            }

            var spans = Spans(probabilities).Select(span => span with { End = Math.Min(span.End, sound.Duration) });
            return new SpeechMap([.. spans], sound.Duration, "silero");
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException("The voice activity model cannot be used; set the service up again.", e);
        }
    }

    private static SpeechMap ByEnergy(string wav)
    {
        using var sound = WavReader.Open(wav);
        var levels = SpeechSegmenter.Levels(sound, _ => { });
        var spans = new List<SpeechSpan>();
        foreach (var segment in SpeechSegmenter.FromLevels(levels))
        {
            var span = new SpeechSpan(segment.Start / 100.0, segment.End / 100.0);
            // Long speech comes in pieces that touch.
            if (spans.Count > 0 && span.Start - spans[^1].End < 0.01)
            {
                spans[^1] = spans[^1] with { End = span.End };
            }
            else
            {
                spans.Add(span);
            }
        }

        return new SpeechMap(spans, sound.Duration, "energy");
    }
}
