using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Media;

/// <summary>How long the dub of a cue may be: until a little after the cue, but not into the next one. Pure.</summary>
public static class SlotPlan
{
    private const double Overhang = 0.5;
    private const double Breath = 0.05;

    /// <summary>Seconds for each cue, in the order given.</summary>
    public static IReadOnlyList<double> Seconds(IReadOnlyList<Cue> cues)
    {
        var order = Enumerable.Range(0, cues.Count).OrderBy(i => cues[i].Start).ToList();
        var seconds = new double[cues.Count];
        for (var n = 0; n < order.Count; n++)
        {
            var cue = cues[order[n]];
            var next = n + 1 < order.Count ? cues[order[n + 1]].Start - Breath : double.MaxValue;
            // Cues that overlap keep their own length; mixing speaks them one after the other.
            var end = next > cue.Start + 0.3 ? Math.Min(next, cue.End + Overhang) : cue.End;
            seconds[order[n]] = Math.Max(0.3, end - cue.Start);
        }

        return seconds;
    }
}
