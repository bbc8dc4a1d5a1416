using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Remote;

/// <summary>Translates cues with a service, in order; a line that does not come back is asked for again alone.</summary>
internal sealed class RemoteTranslateEngine(
    StageProfile profile, IReadOnlyDictionary<string, string> settings, ServerKey key, ILineTranslator translator, string engine)
    : RemoteEngine(Stage.Translate, profile, settings, key)
{
    private const int Context = 5;

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var transcript = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Transcript], cancellationToken);
        var slots = SlotPlan.Seconds(transcript.Cues);
        var lines = transcript.Cues.Select((cue, i) => new SourceLine(cue.Index, cue.Text, cue.Speaker, slots[i])).ToList();
        var said = new Dictionary<int, string>();
        for (var from = 0; from < lines.Count; from += translator.MostLines)
        {
            var batch = lines.Skip(from).Take(translator.MostLines).ToList();
            await TranslateAsync(request.Options, transcript.SourceLanguage, lines, batch, said, cancellationToken);
            foreach (var line in batch.Where(line => !said.ContainsKey(line.Id)))
            {
                await TranslateAsync(request.Options, transcript.SourceLanguage, lines, [line], said, cancellationToken);
            }

            progress.Report(new StageProgress((double)Math.Min(lines.Count, from + batch.Count) / lines.Count));
        }

        if (lines.FirstOrDefault(line => !said.ContainsKey(line.Id)) is { } lost)
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, $"The translator leaves out cue {lost.Id}. Try again; if it fails again, change its text.", Retryability.Transient);
        }

        var cues = transcript.Cues.Select(cue => cue with { Translation = said[cue.Index] }).ToList();
        var result = transcript with { TargetLanguage = request.Options.TargetLanguage, Cues = cues };
        await PipelineJson.WriteAsync(Path.Combine(request.WorkDirectory, Artifacts.Translation), result, cancellationToken);
        return new EngineResult(engine);
    }

    private async Task TranslateAsync(
        DubbingOptions options, string source, List<SourceLine> all, List<SourceLine> lines, Dictionary<int, string> said, CancellationToken cancellationToken)
    {
        var first = all.IndexOf(lines[0]);
        var last = all.IndexOf(lines[^1]);
        var answers = await translator.TranslateAsync(
            new TranslationRequest(
                source, options.TargetLanguage, [.. all.Take(first).TakeLast(Context)], lines, [.. all.Skip(last + 1).Take(Context)], options.Glossary),
            cancellationToken);
        foreach (var (id, text) in answers.Where(answer => lines.Exists(line => line.Id == answer.Id)))
        {
            said.TryAdd(id, text.Trim());
        }
    }
}
