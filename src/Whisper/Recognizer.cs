using System.Reflection;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Warm;
using Whisper.net;

namespace TransVox.Whisper;

/// <summary>A loaded model. One job at a time.</summary>
internal sealed class Recognizer : IDisposable
{
    private readonly WhisperFactory _model;
    private readonly int _threads;

    /// <exception cref="WhisperModelLoadException">Not a model that whisper.cpp can load.</exception>
    public Recognizer(string path, int threads)
    {
        _model = WhisperFactory.FromPath(path);
        // Whether the model could be loaded, the factory tells only when it is used.
        _ = _model.CreateBuilder();
        _threads = threads;
        var version = typeof(WhisperFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        Name = $"whisper.cpp (Whisper.net {version}, {Path.GetFileNameWithoutExtension(path)})";
    }

    public string Name { get; }

    public async Task<RecognitionResult> RunAsync(WarmJob job, Action<double> progress)
    {
        var samples = Samples(job.Inputs[Artifacts.Speech]);
        var builder = _model.CreateBuilder()
            .WithThreads(_threads)
            .WithTokenTimestamps()
            .WithProbabilities()
            // Every part is a window of its own: what was said before it is what loops grow from.
            .WithNoContext()
            .WithProgressHandler(percent => progress(percent / 100.0));
        builder = job.Options.SourceLanguage == Languages.Auto ? builder.WithLanguageDetection() : builder.WithLanguage(job.Options.SourceLanguage);
        if (job.Prompt is { } prompt)
        {
            builder = builder.WithPrompt(prompt);
        }

        await using var processor = builder.Build();
        var segments = new List<RecognizedSegment>();
        var language = job.Options.SourceLanguage;
        await foreach (var segment in processor.ProcessAsync(samples))
        {
            language = segment.Language;
            segments.Add(new RecognizedSegment(
                segment.Start.TotalSeconds, segment.End.TotalSeconds, segment.Text.Trim(), TokenWords.Of(segment.Text, segment.Tokens),
                // It sums exponentials, which overflow where the model is very sure.
                NoSpeechProbability: float.IsFinite(segment.NoSpeechProbability) ? segment.NoSpeechProbability : null));
        }

        return new RecognitionResult(language, segments, Name);
    }

    public void Dispose() => _model.Dispose();

    private static float[] Samples(string wav)
    {
        using var reader = WavReader.Open(wav);
        if (reader.Format != PcmFormat.Mono16)
        {
            throw new InvalidDataException("The sound must have 16 kHz and one channel.");
        }

        return [.. reader.ReadAll().Select(sample => sample / 32768f)];
    }
}
