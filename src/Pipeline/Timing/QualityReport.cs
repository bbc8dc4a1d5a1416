using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Timing;

/// <summary>The content of <c>quality.json</c>: how well each line of a dub fits. Pure.</summary>
public sealed record QualityReport(QualitySummary Summary, IReadOnlyList<LineTiming> Lines)
{
    private const int MostLookFirst = 10;

    // Rounding of a clip's length is no change of speed.
    private const double SameSpeed = 0.005;

    // Worst first: what cannot be understood, what is not there, what is wrong, what is late.
    private static readonly string[] Severity =
    [
        FitSteps.Hurried, CueMarks.NotTranslated, CueMarks.SourceLanguage, CueMarks.ForeignText, FitSteps.Silent, CueMarks.LostFact,
        FitSteps.TooLong, FitSteps.Late, FitSteps.Early,
    ];

    /// <summary>Judges a dub by where its clips are.</summary>
    internal static QualityReport Of(IReadOnlyList<Cue> cues, IReadOnlyList<ClipEntry> clips, IReadOnlyList<PlacedClip> placed)
    {
        var entries = clips.ToDictionary(clip => clip.Cue);
        var places = placed.ToDictionary(clip => clip.Cue);
        var ordered = cues.Zip(SlotPlan.Seconds(cues)).OrderBy(pair => pair.First.Start).ToList();
        var lines = ordered.Select((pair, i) =>
        {
            var next = ordered.Skip(i + 1).Select(other => other.First).FirstOrDefault(other => places.ContainsKey(other.Index));
            return Line(pair.First, pair.Second, entries.GetValueOrDefault(pair.First.Index), places.GetValueOrDefault(pair.First.Index), next?.Start);
        }).ToList();
        return new QualityReport(Summarize(lines), lines);
    }

    private static LineTiming Line(Cue cue, double slot, ClipEntry? entry, PlacedClip? place, double? next)
    {
        var steps = new List<string>();
        if (entry is null || place is null or { Seconds: 0 })
        {
            return new LineTiming(cue.Index, cue.Start, Round(slot), cue.Start, 0, 1, 1, [FitSteps.Silent], Worst([FitSteps.Silent, .. cue.Marks ?? []]));
        }

        var speed = entry.Speed * place.Tempo;
        Note(FitSteps.Shortened, entry.Shortened > 0);
        Note(FitSteps.Faster, speed > 1 + SameSpeed);
        Note(FitSteps.Pause, place.End > cue.Start + slot + LineTiming.Tolerance);
        Note(FitSteps.TooLong, place.End > next + LineTiming.Tolerance);
        Note(FitSteps.Late, place.Start > cue.Start + LineTiming.Tolerance);
        Note(FitSteps.Early, place.Start < cue.Start - LineTiming.Tolerance);
        Note(FitSteps.Hurried, speed > DubPlan.MostSpeed + SameSpeed);
        return new LineTiming(
            cue.Index, cue.Start, Round(slot), Round(place.Start), Round(place.Seconds), Round(speed), place.Tempo, steps, Worst([.. steps, .. cue.Marks ?? []]));

        void Note(string step, bool was)
        {
            if (was)
            {
                steps.Add(step);
            }
        }
    }

    private static List<string> Worst(IEnumerable<string> codes) => [.. Severity.Intersect(codes, StringComparer.Ordinal)];

    private static QualitySummary Summarize(List<LineTiming> lines)
    {
        var speeds = lines.Where(line => line.Seconds > 0).Select(line => line.Speed).Order().ToList();
        var review = lines.Where(line => line.Marks.Count > 0)
            .OrderBy(line => Array.IndexOf(Severity, line.Marks[0])).ThenByDescending(line => line.Speed).ThenByDescending(line => Math.Abs(line.Drift)).ToList();
        return new QualitySummary(
            lines.Count,
            lines.Count == 0 ? 1 : Round((double)lines.Count(line => line.InSlot) / lines.Count),
            speeds.Count == 0 ? 1 : speeds[(int)Math.Ceiling(0.95 * speeds.Count) - 1],
            lines.Count == 0 ? 0 : lines.Max(line => Math.Abs(line.Drift)),
            review.Count,
            [.. review.Take(MostLookFirst).Select(line => line.Cue)]);
    }

    private static double Round(double value) => Math.Round(value, 3);
}
