using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Translation;

/// <summary>
/// Translates a dialogue in order, in batches that show what is said around them. Every answer is checked; a line that is missing or
/// wrong is asked for again alone, and marked when it stays wrong.
/// </summary>
internal sealed class DialogueTranslator(ILineTranslator translator, string sourceLanguage, DubbingOptions options)
{
    /// <summary>Lines shown before and after those to translate.</summary>
    private const int Context = 4;

    private readonly LineCheck _check = new(sourceLanguage, options.TargetLanguage, options.Glossary);

    /// <summary>The cues with their translations and marks.</summary>
    /// <exception cref="StageException">The translator failed, or translated nothing at all.</exception>
    public async Task<IReadOnlyList<Cue>> TranslateAsync(IReadOnlyList<Cue> cues, Action<double> report, CancellationToken cancellationToken)
    {
        var lines = Lines(cues);
        var answers = new Dictionary<int, (string Text, string? Fault)>();
        foreach (var batch in lines.Chunk(Math.Max(1, translator.MostLines)))
        {
            await TranslateAsync(lines, batch, answers, cancellationToken);
            report((double)answers.Count / lines.Count);
        }

        if (lines.Count > 0 && answers.Values.All(answer => answer.Fault == CueMarks.NotTranslated))
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, "The translator returned no line that can be used. Try again; if it fails again, tell an operator.", Retryability.Transient);
        }

        return [.. cues.Select((cue, i) => answers.TryGetValue(i + 1, out var answer) ? WithAnswer(cue, answer.Text, answer.Fault) : cue with { Translation = cue.Text })];
    }

    /// <summary>Asks for shorter translations of some cues.</summary>
    /// <param name="cues">All cues of the dialogue, translated.</param>
    /// <param name="tooLong">Places of cues that take too long, and the characters that would fit.</param>
    /// <returns>Those for which there is one: shorter, and still right.</returns>
    public async Task<IReadOnlyDictionary<int, string>> ShortenAsync(
        IReadOnlyList<Cue> cues, IReadOnlyDictionary<int, int> tooLong, CancellationToken cancellationToken)
    {
        var lines = Lines(cues);
        var asked = lines.Where(line => tooLong.ContainsKey(line.Id - 1))
            .Select(line => line with { TooLong = cues[line.Id - 1].Translation, MostCharacters = tooLong[line.Id - 1] }).ToList();
        var shorter = new Dictionary<int, string>();
        foreach (var batch in asked.Chunk(Math.Max(1, translator.MostLines)))
        {
            var texts = await AskAsync(lines, batch, cancellationToken);
            var mixed = LineCheck.Mixed(batch, texts).ToHashSet();
            foreach (var line in batch)
            {
                if (texts.TryGetValue(line.Id, out var text) && !mixed.Contains(line.Id) && text.Length < line.TooLong!.Length
                    && LineCheck.Rank(_check.FaultOf(line, text)) >= LineCheck.Rank(_check.FaultOf(line, line.TooLong)))
                {
                    shorter[line.Id - 1] = text;
                }
            }
        }

        return shorter;
    }

    /// <summary>Lines with words, also those that are read and not spoken (songs, sounds), by the cue's place from 1.</summary>
    private static List<SourceLine> Lines(IReadOnlyList<Cue> cues) =>
    [
        .. cues.Zip(SlotPlan.Seconds(cues)).Select((pair, i) => new SourceLine(i + 1, pair.First.Text, pair.First.Speaker, pair.Second))
            .Where(line => line.Text.Any(char.IsLetterOrDigit)),
    ];

    private static Cue WithAnswer(Cue cue, string text, string? fault)
    {
        var translated = cue with { Translation = DialogueTurns.Restore(cue.Text, text) };
        return fault is null ? translated : translated.Mark(fault);
    }

    private async Task TranslateAsync(
        List<SourceLine> lines, SourceLine[] batch, Dictionary<int, (string Text, string? Fault)> answers, CancellationToken cancellationToken)
    {
        var texts = await AskAsync(lines, batch, cancellationToken);
        var mixed = LineCheck.Mixed(batch, texts).ToHashSet();
        foreach (var line in batch)
        {
            await AnswerAsync(line, mixed.Contains(line.Id));
        }

        // A line that swallowed its neighbour is only found once the neighbour has come back alone.
        foreach (var line in batch.IntersectBy(LineCheck.Mixed(batch, texts).Except(mixed).ToList(), line => line.Id))
        {
            await AnswerAsync(line, isMixed: true);
        }

        async Task AnswerAsync(SourceLine line, bool isMixed)
        {
            var text = texts.GetValueOrDefault(line.Id, "");
            var fault = isMixed ? CueMarks.ForeignText : _check.FaultOf(line, text);
            if (fault is not null)
            {
                var alone = (await AskAsync(lines, [line], cancellationToken)).GetValueOrDefault(line.Id, "");
                var faultAlone = _check.FaultOf(line, alone);
                (text, fault) = LineCheck.Rank(faultAlone) >= LineCheck.Rank(fault) ? (alone, faultAlone) : (text, fault);
            }

            texts[line.Id] = text;
            answers[line.Id] = (fault == CueMarks.NotTranslated ? "" : text, fault);
        }
    }

    private async Task<Dictionary<int, string>> AskAsync(List<SourceLine> lines, SourceLine[] batch, CancellationToken cancellationToken)
    {
        var first = lines.FindIndex(line => line.Id == batch[0].Id);
        var last = lines.FindIndex(line => line.Id == batch[^1].Id);
        var from = Math.Max(0, first - Context);
        var request = new TranslationRequest(
            sourceLanguage,
            options.TargetLanguage,
            lines[from..first],
            batch,
            lines[(last + 1)..Math.Min(lines.Count, last + 1 + Context)],
            options.Glossary,
            options.Style,
            options.Formality?.ToString().ToLowerInvariant());
        var texts = new Dictionary<int, string>();
        foreach (var answer in (await translator.TranslateAsync(request, cancellationToken)).GroupBy(answer => answer.Id))
        {
            // A line that came twice, with different texts, is as good as none.
            if (Array.Find(batch, line => line.Id == answer.Key) is { } line
                && answer.Select(one => AnswerText.Clean(line, one.Text ?? "")).Distinct(StringComparer.Ordinal).ToList() is [var text])
            {
                texts[answer.Key] = text;
            }
        }

        return texts;
    }
}
