using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>Recognizes speech with a service: a cue for each segment.</summary>
internal sealed class RemoteTranscribeEngine(
    StageProfile profile, IReadOnlyDictionary<string, string> settings, ServerKey key, ISpeechRecognizer recognizer)
    : RemoteEngine(Stage.Transcribe, profile, settings, key)
{
    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var heard = await recognizer.RecognizeAsync(
            request.Inputs[Artifacts.Speech],
            request.Options.SourceLanguage,
            null,
            new Progress<double>(fraction => progress.Report(new StageProgress(fraction))),
            cancellationToken);
        var cues = heard.Segments.Where(segment => segment.End > segment.Start).OrderBy(segment => segment.Start)
            .Select((segment, i) => new Cue(
                i + 1,
                Math.Round(Math.Max(0, segment.Start), 3),
                Math.Round(segment.End, 3),
                segment.Text,
                Confidence: segment.Words.Count == 0 ? null : Math.Round(segment.Words.Average(word => word.Confidence), 3),
                Speaker: segment.Speaker))
            .ToList();
        if (cues.Count == 0)
        {
            throw new StageException(
                ErrorCodes.NoSpeech, "No speech was found in the sound track. Check the language and the track, or upload subtitles of your own.");
        }

        var transcript = new Transcript(request.Options.SourceLanguage, null, cues);
        await PipelineJson.WriteAsync(Path.Combine(request.WorkDirectory, Artifacts.Transcript), transcript, cancellationToken);
        return new EngineResult(heard.Engine);
    }
}
