using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Timing;

/// <summary>The time that a cue's dub should take: as long as the cue, but not into the next one. Pure.</summary>
public static class SlotPlan
{
    private const double Breath = 0.05;
    private const double Shortest = 0.3;

    /// <summary>Seconds for each cue, in the order given.</summary>
    public static IReadOnlyList<double> Seconds(IReadOnlyList<Cue> cues)
    {
        var order = Enumerable.Range(0, cues.Count).OrderBy(i => cues[i].Start).ToList();
        var seconds = new double[cues.Count];
        for (var n = 0; n < order.Count; n++)
        {
            var cue = cues[order[n]];
            var next = n + 1 < order.Count ? cues[order[n + 1]].Start - Breath : double.MaxValue;
            // Cues of people who speak at once keep their own length; they are spoken one after the other.
            var end = next > cue.Start + Math.Max(Shortest, cue.Duration / 2) ? Math.Min(next, cue.End) : cue.End;
            seconds[order[n]] = Math.Max(Shortest, end - cue.Start);
        }

        return seconds;
    }
}
