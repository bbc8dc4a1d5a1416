using CliWrap;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Embedded;

/// <summary>Translates cues with apertium, all in one run, one line each; glossary terms are kept.</summary>
internal sealed class TranslateEngine(EmbeddedTools tools) : EmbeddedEngine(tools, usesGpu: false)
{
    private const string Program = "apertium";

    protected override IReadOnlyList<string> Programs => [Program, "lt-proc"];

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) => string.Join(
        ';',
        [options.SourceLanguage, options.TargetLanguage, FindMode(options) ?? "", .. options.Glossary.Select(term => $"{term.Source}={term.Translation}")]);

    public override EngineOffer Offer => new() { Pairs = [.. Pairs().GroupBy(pair => pair.From, pair => pair.To, (from, to) => new LanguagePairs(from, [.. to]))] };

    public override IEnumerable<string> Missing() => Pairs().Any() ? base.Missing() : base.Missing().Append("translation pairs");

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var mode = FindMode(request.Options) ?? throw new StageException(
            ErrorCodes.UnsupportedPair,
            $"No translation from '{request.Options.SourceLanguage}' to '{request.Options.TargetLanguage}' is installed on this machine.");
        var transcript = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Transcript], cancellationToken);
        var glossary = new Glossary(request.Options.Glossary);
        var language = Languages.Base(transcript.SourceLanguage);
        var turns = transcript.Cues.Select(cue => DialogueTurns.Of(cue.Text)).ToList();
        var lines = turns.SelectMany(cue => cue).Select(turn => glossary.Protect(TranslationText.Prepare(turn.Text, language))).ToList();
        var translated = await TranslateAsync(request, lines, cancellationToken);
        progress.Report(new StageProgress(0.9));
        var texts = new List<string>(lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var text = glossary.Restore(lines[i], translated[i])
                ?? await TranslatePiecesAsync(request, glossary.Cut(lines[i]), cancellationToken);
            texts.Add(TranslationText.Tidy(text));
        }

        var next = 0;
        var cues = transcript.Cues.Select((cue, i) =>
        {
            var first = next;
            next += turns[i].Count;
            return cue with { Translation = DialogueTurns.Join(turns[i], texts[first..next]) };
        }).ToList();
        var result = transcript with { TargetLanguage = request.Options.TargetLanguage, Cues = cues };
        await PipelineJson.WriteAsync(Output(request, Artifacts.Translation), result, cancellationToken);
        return new EngineResult($"embedded (apertium {mode})");
    }

    /// <summary>The translator lost a term: translate around it instead.</summary>
    private async Task<string> TranslatePiecesAsync(
        StageRequest request, IReadOnlyList<(bool Fixed, string Text)> pieces, CancellationToken cancellationToken)
    {
        var translated = await TranslateAsync(request, pieces.Select(piece => piece.Fixed ? "" : piece.Text).ToList(), cancellationToken);
        return string.Join(' ', pieces.Select((piece, i) => piece.Fixed ? piece.Text : translated[i]));
    }

    private async Task<IReadOnlyList<string>> TranslateAsync(StageRequest request, List<string> lines, CancellationToken cancellationToken)
    {
        if (lines.TrueForAll(line => line.Length == 0))
        {
            return lines;
        }

        // Empty lines are left out: the translator may join them with their neighbours.
        var full = Enumerable.Range(0, lines.Count).Where(i => lines[i].Length > 0).ToList();
        var outcome = await Runner.RunCheckedAsync(
            new ProcessSpec(Program, ["-u", "-d", Path.GetDirectoryName(Tools.Options.TranslatorModes.TrimEnd('/'))!, FindMode(request.Options)!])
            {
                StandardInput = PipeSource.FromString(string.Concat(full.Select(i => lines[i] + "\n"))),
                CaptureOutput = true,
                WorkingDirectory = request.WorkDirectory,
                TimeLimit = TimeSpan.FromSeconds(60 + lines.Count),
            },
            cancellationToken);
        var answers = outcome.Output.TrimEnd('\n').Split('\n');
        if (answers.Length != full.Count)
        {
            throw new StageException(
                ErrorCodes.OutputInvalid,
                $"The translator returned {answers.Length} lines for {full.Count}. Try again.",
                Retryability.Transient,
                outcome.ExitCode,
                outcome.LogTail);
        }

        var result = new string[lines.Count];
        Array.Fill(result, "");
        for (var i = 0; i < full.Count; i++)
        {
            result[full[i]] = answers[i].Trim();
        }

        return result;
    }

    private string? FindMode(DubbingOptions options) => FindMode(options.SourceLanguage, options.TargetLanguage);

    private string? FindMode(string spoken, string wanted)
    {
        foreach (var (source, target) in
            from source in Codes(spoken)
            from target in Codes(wanted)
            select (source, target))
        {
            if (File.Exists(Path.Combine(Tools.Options.TranslatorModes, $"{source}-{target}.mode")))
            {
                return $"{source}-{target}";
            }
        }

        return null;
    }

    /// <summary>Names of a language in file names of modes, the most particular first: <c>por_BR</c>, <c>por</c>, <c>pt</c>.</summary>
    private static IEnumerable<string> Codes(string code)
    {
        var language = Languages.Base(code);
        if (language.Length < code.Length)
        {
            yield return Languages.ThreeLetter(code) + "_" + code[(language.Length + 1)..].ToUpperInvariant();
        }

        yield return Languages.ThreeLetter(code);
        yield return language;
    }

    private IEnumerable<(string From, string To)> Pairs() =>
        Directory.Exists(Tools.Options.TranslatorModes)
            ? from file in Directory.EnumerateFiles(Tools.Options.TranslatorModes, "*.mode")
              let names = Path.GetFileNameWithoutExtension(file).Split('-')
              where names.Length == 2
              let pair = (From: Languages.FromAny(names[0]), To: Languages.FromAny(names[1]))
              // Only what a request can name, and what is then found under that name.
              where Languages.IsKnown(pair.From) && Languages.IsKnown(pair.To) && FindMode(pair.From, pair.To) is not null
              select pair
            : [];
}
