using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Recognition;

/// <summary>
/// Transcribes with any recognizer: finds where somebody speaks, cuts the recording in pauses, has the parts recognized, joins and
/// checks what came back, and makes cues of it.
/// </summary>
/// <param name="recognizerFor">The recognizer for a run: on its device, with less memory after it ran out.</param>
/// <param name="traits">What it is.</param>
internal sealed class RecognizeEngine(Func<StageRequest, ISpeechRecognizer> recognizerFor, RecognizerTraits traits) : IStageEngine, IAsyncDisposable
{
    // Raised when the same recognition gives other cues than before.
    private const int Revision = 1;

    // Of the stage's progress; finding speech is much faster than recognizing it.
    private const double FindingShare = 0.05;

    public bool UsesGpu => traits.UsesGpu;

    public bool NeedsDevice => traits.NeedsDevice;

    public bool FullChecks => true;

    public IReadOnlyList<string> ExtraInputs => [];

    public EngineOffer Offer => traits.Offer;

    public string Fingerprint(DubbingOptions options) =>
        $"recognize/{Revision}|{(File.Exists(VoiceActivity.ModelPath) ? "silero" : "energy")}|{options.SourceLanguage}|{traits.Fingerprint(options)}";

    public IEnumerable<string> Missing() => traits.Missing();

    public async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var speech = request.Inputs[Artifacts.Speech];
        var map = await Task.Run(
            () => VoiceActivity.Find(speech, Part(progress, 0, FindingShare), cancellationToken), cancellationToken);
        if (map.Spans.Count == 0)
        {
            throw TranscriptBuilder.NoSpeech();
        }

        var parts = AudioParts.Plan(map, traits.MaxPartSeconds);
        var (language, results) = await RecognizeAsync(request, parts, progress, cancellationToken);
        var joined = PartJoiner.Join([.. parts.Zip(results, (part, result) => (part, TranscriptBuilder.WithWords(result.Segments)))]);
        var transcript = TranscriptBuilder.Build(joined, map, language, severalParts: parts.Count > 1);
        await PipelineJson.WriteAsync(Path.Combine(request.WorkDirectory, Artifacts.Transcript), transcript, cancellationToken);
        return new EngineResult($"{results[0].Engine}, speech found by {map.Method}", transcript.Warnings);
    }

    public ValueTask DisposeAsync() => traits.Owned?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Found(RecognitionResult result) => result.Language.ToLowerInvariant() is var code && Languages.IsKnown(code)
        ? code
        : throw new StageException(
            ErrorCodes.UnsupportedLanguage, "The spoken language could not be found out. Submit the video again and say which one it is.");

    private async Task<(string Language, RecognitionResult[] Results)> RecognizeAsync(
        StageRequest request, IReadOnlyList<AudioPart> parts, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var recognizer = recognizerFor(request);
        var prompt = request.Options.Glossary.Count == 0 ? null : string.Join(", ", request.Options.Glossary.Select(term => term.Source));
        var done = new double[parts.Count];
        var all = parts.Sum(part => part.Length);
        var results = new RecognitionResult[parts.Count];
        var language = request.Options.SourceLanguage;
        if (language == Languages.Auto)
        {
            // The longest part tells best which language it is; the others are then recognized as that one.
            var longest = parts.Index().MaxBy(part => part.Item.Length).Index;
            await OneAsync(longest, null, cancellationToken);
            language = Found(results[longest]);
        }

        await Parallel.ForAsync(
            0, parts.Count, new ParallelOptions { MaxDegreeOfParallelism = traits.Parallel, CancellationToken = cancellationToken },
            async (i, stop) =>
            {
                if (results[i] is null)
                {
                    await OneAsync(i, language, stop);
                }
            });
        return (language, results);

        async Task OneAsync(int i, string? spoken, CancellationToken stop)
        {
            var wav = Path.Combine(request.WorkDirectory, $"part{i}.wav");
            AudioParts.Write(request.Inputs[Artifacts.Speech], parts[i], wav);
            results[i] = await recognizer.RecognizeAsync(wav, spoken, prompt, new DelegateProgress(fraction => Report(i, fraction)), stop);
            File.Delete(wav);
            Report(i, 1);
        }

        void Report(int part, double fraction)
        {
            done[part] = parts[part].Length * Math.Clamp(fraction, 0, 1);
            progress.Report(new StageProgress(FindingShare + ((0.99 - FindingShare) * done.Sum() / all)));
        }
    }

    private static DelegateProgress Part(IProgress<StageProgress> progress, double from, double to) =>
        new(fraction => progress.Report(new StageProgress(from + ((to - from) * fraction))));

    /// <summary>Unlike <see cref="Progress{T}"/> it tells at once and in order.</summary>
    private sealed class DelegateProgress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
