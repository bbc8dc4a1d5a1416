using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Recognition;

namespace TransVox.Pipeline.Remote;

/// <summary>Recognizes a recording of any length in parts that a service takes.</summary>
internal sealed class PartedRecognizer(IPartRecognizer recognizer) : ISpeechRecognizer
{
    public async Task<RecognitionResult> RecognizeAsync(
        string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var parts = Plan(audio);
        // The first part finds the language, so that all are heard as one.
        var first = await recognizer.RecognizeAsync(audio, parts[0], language, prompt, cancellationToken);
        var done = 1;
        progress.Report((double)done / parts.Count);
        var heard = new IReadOnlyList<RecognizedSegment>[parts.Count];
        heard[0] = first.Segments;
        // The server's own bound says how many at a time; the first that fails stops the others.
        var all = new ParallelOptions { MaxDegreeOfParallelism = -1, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(1, parts.Count - 1), all, async (i, token) =>
        {
            heard[i] = (await recognizer.RecognizeAsync(audio, parts[i], language ?? first.Language, prompt, token)).Segments;
            progress.Report((double)Interlocked.Increment(ref done) / parts.Count);
        });
        return first with { Segments = PartJoin.Join(parts, heard) };
    }

    private IReadOnlyList<AudioPart> Plan(string audio)
    {
        using var wav = WavReader.Open(audio);
        return wav.Duration <= recognizer.MostSeconds
            ? [new AudioPart(0, wav.Duration, 0, wav.Duration)]
            : PartPlan.Create(SpeechSegmenter.Levels(wav, _ => { }), wav.Duration, recognizer.MostSeconds);
    }
}
