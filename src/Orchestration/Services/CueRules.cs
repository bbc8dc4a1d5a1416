using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>What is wrong with edited cues. Pure.</summary>
public static class CueRules
{
    public const int MaxCues = 20_000;
    private const int MaxText = 2_000;

    /// <summary>Characters per second above which speech no longer fits its slot even when it is sped up.</summary>
    private const double MaxCharactersPerSecond = 30;
    private const int MaxSpeaker = 64;

    /// <summary>Far beyond any video, and what the clock of a subtitle file can show.</summary>
    private const double LatestSeconds = 360_000;

    /// <summary>What the marks of a cue say to a reviewer.</summary>
    private static readonly (string Mark, string Message)[] Marks =
    [
        (CueMarks.NotTranslated, "The translator returned nothing for this cue."),
        (CueMarks.ForeignText, "The translation may hold a note, or parts of another cue. Read it."),
        (CueMarks.SourceLanguage, "The translation may still be in the language of the video."),
        (CueMarks.LostFact, "A number, an address, a unit or a name that is said is not in the translation. Compare them."),
        (CueMarks.Shortened, "The translation was made shorter to be spoken in time."),
    ];
    private const double Tolerance = 0.001;

    /// <summary>All problems, in the order of the cues.</summary>
    /// <param name="cues">The cues.</param>
    /// <param name="mediaSeconds">Length of the video, when it is known.</param>
    /// <param name="translated">Whether the cues shall have a translation.</param>
    public static IReadOnlyList<CueProblem> Check(IReadOnlyList<Cue> cues, double? mediaSeconds, bool translated = true)
    {
        var problems = new List<CueProblem>();
        Cue? last = null;
        foreach (var cue in cues)
        {
            CheckTimes(cue, last, mediaSeconds, problems);
            CheckText(cue, translated, problems);
            if (cue.Confidence < Cue.LowConfidence)
                problems.Add(new(cue.Index, "low_confidence", "The recognition is unsure of this cue. Compare it with what is said.", false));
            foreach (var (mark, message) in Marks.Where(m => cue.Marks?.Contains(m.Mark) == true))
                problems.Add(new(cue.Index, mark, message, false));
            last = cue;
        }

        return problems;
    }

    /// <summary>The cues with the marks of those before; a line that a person put in other words has none any more.</summary>
    public static IReadOnlyList<Cue> KeepMarks(IReadOnlyList<Cue> cues, IReadOnlyList<Cue> before)
    {
        var marked = before.Where(cue => cue.Marks is not null || cue.FullTranslation is not null).ToLookup(cue => (cue.Text, cue.Translation));
        return
        [
            .. cues.Select(cue => marked[(cue.Text, cue.Translation)].FirstOrDefault() is { } old
                ? cue with { Marks = old.Marks, FullTranslation = old.FullTranslation }
                : cue with { Marks = null, FullTranslation = null }),
        ];
    }

    /// <summary>Refuses cues that nobody could dub; what is a matter of taste only warns.</summary>
    /// <exception cref="RequestException"><c>invalid_subtitles</c>.</exception>
    public static void Require(IReadOnlyList<Cue> cues, double? mediaSeconds)
    {
        if (cues.Count is 0 or > MaxCues)
            throw Invalid($"There must be 1 to {MaxCues} cues; these are {cues.Count}.");
        if (cues.Select(c => c.Index).Distinct().Count() != cues.Count)
            throw Invalid("Two cues have the same index.");
        var blocking = Check(cues, mediaSeconds).Where(p => p.Blocking).ToList();
        if (blocking.Count > 0)
            throw Invalid(string.Join(' ', blocking.Take(5).Select(p => $"Cue {p.Index}: {p.Message}")));
    }

    private static void CheckTimes(Cue cue, Cue? last, double? mediaSeconds, List<CueProblem> problems)
    {
        if (!double.IsFinite(cue.Start) || !double.IsFinite(cue.End) || cue.Start < 0 || cue.End <= cue.Start || cue.End > LatestSeconds)
            problems.Add(new(cue.Index, "bad_times", "The end must be after the start, and both at or after zero and within 100 hours.", true));
        else if (mediaSeconds is { } length && cue.Start >= length)
            problems.Add(new(cue.Index, "bad_times", $"It starts after the end of the video ({length:0.0} s).", true));
        if (last is not null && cue.Start < last.End - Tolerance)
        {
            var backwards = cue.Start < last.Start;
            problems.Add(new(
                cue.Index, "overlap",
                backwards ? $"It starts before cue {last.Index}, which stands before it." : $"It starts before cue {last.Index} ends.",
                backwards));
        }
    }

    private static void CheckText(Cue cue, bool translated, List<CueProblem> problems)
    {
        if (cue.Speaker?.Length > MaxSpeaker)
            problems.Add(new(cue.Index, "bad_speaker", $"A speaker's name has at most {MaxSpeaker} characters.", true));
        if (cue.Text is null || cue.Text.Length > MaxText || cue.Translation?.Length > MaxText)
        {
            problems.Add(new(cue.Index, "too_long_for_slot", $"A cue has at most {MaxText} characters.", true));
            return;
        }

        if (!translated)
            return;
        var text = cue.Translation ?? "";
        if (string.IsNullOrWhiteSpace(text))
            problems.Add(new(cue.Index, "empty", "It has no translation and stays silent.", false));
        else if (cue.Duration > 0 && text.Length > cue.Duration * MaxCharactersPerSecond)
            problems.Add(new(cue.Index, "too_long_for_slot", $"{text.Length} characters do not fit into {cue.Duration:0.0} s. Shorten it.", false));
    }

    private static RequestException Invalid(string message) => new(ErrorCodes.InvalidSubtitles, message);
}
