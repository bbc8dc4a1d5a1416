using System.Globalization;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Warm;

namespace TransVox.Pipeline.Whisper;

/// <summary>
/// whisper.cpp, in processes of its own that keep the model: when native code crashes, one attempt is lost and not the service.
/// </summary>
internal sealed class WhisperRecognizer(WhisperSetup setup, StageRequest request) : ISpeechRecognizer
{
    /// <summary>What the process writes for a part.</summary>
    public const string Output = "recognition.json";

    /// <summary>Exit code of the process when it cannot load the model.</summary>
    public const int ModelUnusable = 65;

    // A window of the model is 30 s. Parts that fit into one need no text from the window before, which is what loops come from.
    private const double MaxPartSeconds = 28;

    /// <summary>The stage Transcribe by whisper.cpp.</summary>
    public static RecognizeEngine CreateEngine(StageProfile profile, EmbeddedTools tools, bool usesGpu)
    {
        var setup = new WhisperSetup(profile, tools);
        return new RecognizeEngine(request => new WhisperRecognizer(setup, request), new RecognizerTraits
        {
            // Of a model by path, its name and size: what it is, nobody tells.
            Fingerprint = options => string.Join('|', ["whisper/1", Path.GetFileName(setup.Model), Size(setup.Model), .. options.Glossary.Select(term => term.Source)]),
            Offer = new EngineOffer
            {
                Sources = setup.IsMultilingual ? WhisperLanguages.All : ["en"],
                CanDetectLanguage = setup.IsMultilingual,
            },
            Missing = setup.Missing,
            UsesGpu = usesGpu,
            NeedsDevice = profile.NeedsDevice ?? usesGpu,
            MaxPartSeconds = MaxPartSeconds,
            Parallel = tools.Whisper.Processes,
            Owned = setup.Programs,
        });
    }

    private static string Size(string path) => (File.Exists(path) ? new FileInfo(path).Length : 0).ToString(CultureInfo.InvariantCulture);

    public async Task<RecognitionResult> RecognizeAsync(
        string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken)
    {
        setup.RequireModel();
        var output = audio + "." + Output;
        var options = new DubbingOptions
        {
            SourceLanguage = language is null ? Languages.Auto : WhisperLanguages.CodeOf(language),
            TargetLanguage = request.Options.TargetLanguage,
        };
        try
        {
            var (engine, answer) = await setup.Programs.DoAsync(
                request.Device,
                () => setup.Start(request.Device),
                id => new WarmJob(
                    id, Stage.Transcribe, request.WorkDirectory, new Dictionary<string, string> { [Artifacts.Speech] = audio },
                    new Dictionary<string, string> { [Output] = output }, options, request.Device, request.ReducedBatch, prompt),
                progress.Report,
                cancellationToken);
            if (answer.Ok != true)
            {
                throw new StageException(
                    ErrorCodes.EngineFailed, "Speech recognition failed. Try again; if it fails again, tell an operator.", Retryability.Transient, logTail: answer.Error);
            }

            var result = await PipelineJson.ReadAsync<RecognitionResult>(output, cancellationToken);
            File.Delete(output);
            return result with { Language = language ?? WhisperLanguages.FromCode(result.Language), Engine = engine ?? "whisper.cpp" };
        }
        catch (WarmProcessDiedException e)
        {
            throw e.Outcome.ExitCode == ModelUnusable
                ? setup.Damaged(e.Outcome.LogTail)
                : new StageException(
                    ErrorCodes.EngineFailed, "The speech recognizer crashed. Try again; if it fails again, tell an operator.",
                    Retryability.Transient, e.Outcome.ExitCode, e.Outcome.LogTail);
        }
    }
}
