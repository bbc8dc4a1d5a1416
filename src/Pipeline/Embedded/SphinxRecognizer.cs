using System.Globalization;
using System.Runtime.InteropServices;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Recognizes English with pocketsphinx, segment by segment, in several processes. It knows no punctuation.</summary>
internal sealed class SphinxRecognizer(EmbeddedTools tools) : ISpeechRecognizer
{
    private const string Program = "pocketsphinx_batch";

    /// <summary>What the stage must know of it.</summary>
    public static RecognizerTraits Traits(EmbeddedTools tools, bool usesGpu) => new()
    {
        Fingerprint = _ => $"pocketsphinx/1|{ToolLocator.Stamp(Program)}",
        Offer = new EngineOffer { Sources = [tools.Options.RecognizerLanguage] },
        Missing = () =>
        [
            .. ToolLocator.Find(Program) is null ? [Program] : Array.Empty<string>(),
            .. Directory.Exists(tools.Options.RecognizerModel) ? [] : new[] { "recognizer model" },
        ],
        UsesGpu = usesGpu,
    };

    public async Task<RecognitionResult> RecognizeAsync(
        string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (segments, duration) = Prepare(audio);
        var processes = Math.Min(tools.Options.RecognizerProcesses, segments.Count);
        var done = new int[processes];
        var runs = Enumerable.Range(0, processes).Select(part => RecognizeAsync(
            audio, segments, part, processes, TimeSpan.FromSeconds(300 + (duration * 10)),
            () =>
            {
                Interlocked.Increment(ref done[part]);
                progress.Report((double)done.Sum() / segments.Count);
            },
            cancellationToken));
        var words = (await Task.WhenAll(runs)).SelectMany(part => part).OrderBy(part => part.Key).Select(part => part.Value);
        File.Delete(RawPath(audio));
        return new RecognitionResult(
            tools.Options.RecognizerLanguage,
            [.. words.Select(list => new RecognizedSegment(list[0].Start, list[^1].End, WordText.Join(list.Select(word => word.Text)), list))],
            "embedded (pocketsphinx)");
    }

    private static string RawPath(string audio) => audio + ".raw";

    /// <summary>Finds segments, and writes the samples without a header: the recognizer does not read every kind of one.</summary>
    private static (List<SpeechSegment> Segments, double Duration) Prepare(string audio)
    {
        using var wav = WavReader.Open(audio);
        using var raw = File.Create(RawPath(audio));
        var levels = SpeechSegmenter.Levels(wav, piece => raw.Write(MemoryMarshal.AsBytes(piece)));
        return (SpeechSegmenter.FromLevels(levels), wav.Duration);
    }

    /// <summary>Runs one process on its share. Shares interleave, so that all end at about the same time.</summary>
    private async Task<Dictionary<int, List<RecognizedWord>>> RecognizeAsync(
        string audio,
        List<SpeechSegment> segments,
        int part,
        int parts,
        TimeSpan timeLimit,
        Action onSegment,
        CancellationToken cancellationToken)
    {
        var control = $"{audio}.{part}.ctl";
        var result = $"{audio}.{part}.ctm";
        var lines = Enumerable.Range(0, segments.Count)
            .Where(i => i % parts == part)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(audio)} {segments[i].Start} {segments[i].End} u{i}"));
        await File.WriteAllLinesAsync(control, lines, cancellationToken);
        var model = tools.Options.RecognizerModel;
        string? failure = null;
        var outcome = await tools.Runner.RunCheckedAsync(
            new ProcessSpec(
                Program,
                ["-adcin", "yes", "-cepdir", Path.GetDirectoryName(audio)!, "-cepext", ".raw", "-ctl", control, "-ctm", result,
                 "-remove_silence", "no", "-hmm", Path.Combine(model, "en-us"), "-lm", Path.Combine(model, "en-us.lm.bin"),
                 "-dict", Path.Combine(model, "cmudict-en-us.dict")])
            {
                WorkingDirectory = Path.GetDirectoryName(audio),
                Access = new ProgramAccess { Work = Path.GetDirectoryName(audio), Reads = [model] },
                TimeLimit = timeLimit,
                OnErrorLine = line =>
                {
                    if (line.Contains("batch.c", StringComparison.Ordinal) && line.Contains("Failed", StringComparison.Ordinal))
                    {
                        failure ??= line;
                    }
                    else if (line.Contains("batch.c", StringComparison.Ordinal) && line.Contains("seconds speech", StringComparison.Ordinal))
                    {
                        onSegment();
                    }
                },
            },
            cancellationToken);

        // It returns 0 on empty and missing input.
        if (failure is not null || !File.Exists(result))
        {
            throw new StageException(
                ErrorCodes.EngineFailed, "Speech recognition failed. Try again.", Retryability.Transient, outcome.ExitCode, outcome.LogTail);
        }

        var words = CtmParser.Parse(await File.ReadAllLinesAsync(result, cancellationToken), segments);
        File.Delete(control);
        File.Delete(result);
        return words;
    }
}
