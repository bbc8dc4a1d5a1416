using CliWrap;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Embedded;

/// <summary>Translates with one of apertium's modes. What surrounds a line, and how long it may be, it does not heed.</summary>
internal sealed class ApertiumTranslator(EmbeddedTools tools, string workDirectory, string mode) : ILineTranslator
{
    private const string Program = "apertium";

    // Its time goes into loading dictionaries: all lines in one run.
    public int MostLines => 20_000;

    public bool CanShorten => false;

    public async Task<IReadOnlyList<(int Id, string Text)>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken)
    {
        var glossary = new Glossary(request.Glossary);
        var language = Languages.Base(request.SourceLanguage);
        // It takes a line for a text of its own: turns of speakers are translated one by one.
        var turns = request.Lines.Select(line => DialogueTurns.Of(line.Text)).ToList();
        var lines = turns.SelectMany(line => line).Select(turn => glossary.Protect(TranslationText.Prepare(turn.Text, language))).ToList();
        var translated = await TranslateAsync(lines, cancellationToken);
        var texts = new Queue<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            var text = glossary.Restore(lines[i], translated[i]) ?? await TranslatePiecesAsync(glossary.Cut(lines[i]), cancellationToken);
            texts.Enqueue(TranslationText.Tidy(text));
        }

        return [.. request.Lines.Zip(turns, (line, own) => (line.Id, DialogueTurns.Join(own, own.Select(_ => texts.Dequeue()).ToList())))];
    }

    /// <summary>The translator lost a term: translate around it instead.</summary>
    private async Task<string> TranslatePiecesAsync(IReadOnlyList<(bool Fixed, string Text)> pieces, CancellationToken cancellationToken)
    {
        var translated = await TranslateAsync([.. pieces.Select(piece => piece.Fixed ? "" : piece.Text)], cancellationToken);
        return string.Join(' ', pieces.Select((piece, i) => piece.Fixed ? piece.Text : translated[i]));
    }

    private async Task<IReadOnlyList<string>> TranslateAsync(List<string> lines, CancellationToken cancellationToken)
    {
        if (lines.TrueForAll(line => line.Length == 0))
        {
            return lines;
        }

        // Empty lines are left out: the translator may join them with their neighbours.
        var full = Enumerable.Range(0, lines.Count).Where(i => lines[i].Length > 0).ToList();
        var data = Path.GetDirectoryName(tools.Options.TranslatorModes.TrimEnd('/'))!;
        var outcome = await tools.Runner.RunCheckedAsync(
            new ProcessSpec(Program, ["-u", "-d", data, mode])
            {
                StandardInput = PipeSource.FromString(string.Concat(full.Select(i => lines[i] + "\n"))),
                CaptureOutput = true,
                WorkingDirectory = workDirectory,
                Access = new ProgramAccess { Work = workDirectory, Reads = [data] },
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
}
