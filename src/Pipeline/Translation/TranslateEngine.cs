using System.Globalization;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Translation;

/// <summary>Translates cues, whoever does it.</summary>
internal sealed class TranslateEngine(ITranslatorBackend backend) : BackedEngine(backend)
{
    private const int MostNamed = 10;

    private static readonly (string Mark, string Text)[] Notes =
    [
        (CueMarks.NotTranslated, "not translated, and silent"),
        (CueMarks.ForeignText, "mixed with other text"),
        (CueMarks.SourceLanguage, "left in the source language"),
        (CueMarks.LostFact, "without a number, an address, a unit or a name that was said"),
    ];

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) => string.Join(
        ';',
        [
            options.SourceLanguage, options.TargetLanguage, options.Style ?? "", options.Formality?.ToString() ?? "",
            .. options.Glossary.Select(term => $"{term.Source}={term.Translation}"),
        ]);

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var transcript = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Transcript], cancellationToken);
        var translator = backend.Open(request);
        var cues = await new DialogueTranslator(translator, transcript.SourceLanguage, request.Options).TranslateAsync(
            transcript.Cues, fraction => progress.Report(new StageProgress(0.95 * fraction)), cancellationToken);
        var warnings = Warnings(cues, request.Options, translator).ToList();
        var result = transcript with { TargetLanguage = request.Options.TargetLanguage, Cues = cues };
        await PipelineJson.WriteAsync(Output(request, Artifacts.Translation), result, cancellationToken);
        return new EngineResult(await backend.NameAsync(request.Options, cancellationToken), warnings);
    }

    private static IEnumerable<string> Warnings(IReadOnlyList<Cue> cues, DubbingOptions options, ILineTranslator translator)
    {
        foreach (var (mark, text) in Notes)
        {
            var marked = cues.Where(cue => cue.Marks?.Contains(mark) == true).Select(cue => cue.Index.ToString(CultureInfo.InvariantCulture)).ToList();
            if (marked.Count > 0)
            {
                var names = string.Join(", ", marked.Take(MostNamed)) + (marked.Count > MostNamed ? ", …" : "");
                yield return $"{marked.Count} of {cues.Count} lines may be {text}: cue {names}. Review them.";
            }
        }

        if (!translator.HeedsStyle && (options.Style is not null || options.Formality is not null))
        {
            yield return "The translator of this service knows neither style nor formality; they were not heeded.";
        }
    }
}
