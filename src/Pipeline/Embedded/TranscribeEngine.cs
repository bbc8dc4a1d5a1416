using System.Globalization;
using System.Runtime.InteropServices;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Recognizes speech with pocketsphinx, segment by segment, in several processes.</summary>
internal sealed class TranscribeEngine(EmbeddedTools tools, bool usesGpu) : EmbeddedEngine(tools, usesGpu)
{
    /// <summary>Mean confidence below which a cue is usually garbage.</summary>
    public const double LowConfidence = 0.4;

    private const string Program = "pocketsphinx_batch";

    protected override IReadOnlyList<string> Programs => [Program];

    protected override int Revision => 1;

    protected override string OptionsRead(DubbingOptions options) => Languages.Base(options.SourceLanguage);

    public override EngineOffer Offer => new() { Sources = [Tools.Options.RecognizerLanguage] };

    public override IEnumerable<string> Missing() =>
        Directory.Exists(Tools.Options.RecognizerModel) ? base.Missing() : base.Missing().Append("recognizer model");

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var (segments, duration) = Prepare(request);
        if (segments.Count == 0)
        {
            throw NoSpeech();
        }

        var processes = Math.Min(Tools.Options.RecognizerProcesses, segments.Count);
        var done = new int[processes];
        var runs = Enumerable.Range(0, processes).Select(part => RecognizeAsync(
            request, segments, part, processes, TimeSpan.FromSeconds(300 + (duration * 10)),
            () =>
            {
                Interlocked.Increment(ref done[part]);
                progress.Report(new StageProgress(Math.Min(0.99, (double)done.Sum() / segments.Count)));
            },
            cancellationToken));
        var words = (await Task.WhenAll(runs)).SelectMany(part => part).OrderBy(part => part.Key).Select(part => part.Value).ToList();
        var cues = CueBuilder.Build(words);
        if (cues.Count == 0)
        {
            throw NoSpeech();
        }

        var doubtful = cues.Count(cue => cue.Confidence < LowConfidence);
        List<string> warnings = doubtful == 0
            ? []
            : [$"{doubtful} of {cues.Count} cues were recognized with low confidence; review them."];
        var transcript = new Transcript(request.Options.SourceLanguage, null, cues, warnings);
        await PipelineJson.WriteAsync(Output(request, Artifacts.Transcript), transcript, cancellationToken);
        File.Delete(RawPath(request));
        return new EngineResult("embedded (pocketsphinx)", warnings);
    }

    private static string RawPath(StageRequest request) => Path.Combine(request.WorkDirectory, "speech.raw");

    private static StageException NoSpeech() => new(
        ErrorCodes.NoSpeech, "No speech was found in the sound track. Check the language and the track, or upload subtitles of your own.");

    /// <summary>Finds segments, and writes the samples without a header: the recognizer does not read every kind of one.</summary>
    private static (List<SpeechSegment> Segments, double Duration) Prepare(StageRequest request)
    {
        using var wav = WavReader.Open(request.Inputs[Artifacts.Speech]);
        using var raw = File.Create(RawPath(request));
        var levels = SpeechSegmenter.Levels(wav, piece => raw.Write(MemoryMarshal.AsBytes(piece)));
        return (SpeechSegmenter.FromLevels(levels), wav.Duration);
    }

    /// <summary>Runs one process on its share. Shares interleave, so that all end at about the same time.</summary>
    private async Task<Dictionary<int, List<RecognizedWord>>> RecognizeAsync(
        StageRequest request,
        List<SpeechSegment> segments,
        int part,
        int parts,
        TimeSpan timeLimit,
        Action onSegment,
        CancellationToken cancellationToken)
    {
        var control = Path.Combine(request.WorkDirectory, $"part{part}.ctl");
        var result = Path.Combine(request.WorkDirectory, $"part{part}.ctm");
        var lines = Enumerable.Range(0, segments.Count)
            .Where(i => i % parts == part)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"speech {segments[i].Start} {segments[i].End} u{i}"));
        await File.WriteAllLinesAsync(control, lines, cancellationToken);
        var model = Tools.Options.RecognizerModel;
        string? failure = null;
        var outcome = await Runner.RunCheckedAsync(
            new ProcessSpec(
                Program,
                ["-adcin", "yes", "-cepdir", request.WorkDirectory, "-cepext", ".raw", "-ctl", control, "-ctm", result,
                 "-remove_silence", "no", "-hmm", Path.Combine(model, "en-us"), "-lm", Path.Combine(model, "en-us.lm.bin"),
                 "-dict", Path.Combine(model, "cmudict-en-us.dict")])
            {
                WorkingDirectory = request.WorkDirectory,
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
