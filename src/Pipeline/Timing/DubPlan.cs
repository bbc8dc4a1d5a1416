using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Timing;

/// <summary>
/// Places clips so that each is heard whole, none over another, and each starts with its cue where that can be. What gives way, in
/// this order: the speed up to <see cref="MostSpeed"/>, the pause after the cue, the start of the next lines up to
/// <see cref="MostLag"/>, and last the speed beyond. Pure.
/// </summary>
internal static class DubPlan
{
    /// <summary>Speech sped up more than this is hard to follow.</summary>
    public const double MostSpeed = 1.25;

    /// <summary>Seconds that a line may start late because of the one before it: more, and speech no longer belongs to the picture.</summary>
    public const double MostLag = 1;

    /// <summary>Seconds between two clips, and before the end of the video: more than a change of tempo is off by.</summary>
    public const double Gap = 0.03;

    private const double Moment = 0.05;

    // Nobody follows this; but what is asked for is spoken, and pointed out.
    private const double MostTempo = 64;

    /// <summary>Places all clips, one after the other.</summary>
    /// <param name="cues">Cues with times.</param>
    /// <param name="clips">Clips of the cues.</param>
    /// <param name="duration">Seconds of the video: a bound for all.</param>
    public static IReadOnlyList<PlacedClip> Place(IReadOnlyList<Cue> cues, IReadOnlyList<ClipEntry> clips, double duration)
    {
        var end = Math.Max(Moment, duration - Gap);
        var lines = Lines(cues, clips, end);
        var latest = LatestStarts(lines, end);
        var placed = new List<PlacedClip>(lines.Count);
        double free = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var start = Math.Max(free, Math.Min(line.Target, latest[i]));
            var left = line.SlotEnd - start;
            var tempo = Math.Clamp(left < Moment ? line.Comfort : line.Length / left, 1, line.Comfort);
            tempo = Round(Math.Min(MostTempo, Math.Max(tempo, TempoThatBears(lines, i, start))));
            placed.Add(new PlacedClip(line.Cue, line.File, start, tempo, line.Length / tempo));
            free = placed[^1].End + Gap;
        }

        return placed;
    }

    private static List<Line> Lines(IReadOnlyList<Cue> cues, IReadOnlyList<ClipEntry> clips, double last)
    {
        var byCue = clips.Where(clip => clip.File is not null).ToDictionary(clip => clip.Cue);
        var spoken = cues.Zip(SlotPlan.Seconds(cues)).OrderBy(pair => pair.First.Start).Where(pair => byCue.ContainsKey(pair.First.Index)).ToList();
        var lines = new List<Line>(spoken.Count);
        for (var i = 0; i < spoken.Count; i++)
        {
            var (cue, slot) = spoken[i];
            var clip = byCue[cue.Index];
            // People who speak at once are heard one after the other: the second may wait for the end of the first.
            var bound = i + 1 < spoken.Count ? Math.Max(spoken[i + 1].First.Start, cue.End) + MostLag - Gap : last;
            lines.Add(new Line(
                cue.Index, clip.File!, clip.Duration, Math.Max(1, MostSpeed / clip.Speed),
                Math.Min(cue.Start, last), Math.Min(cue.Start + slot, last), Math.Min(bound, last)));
        }

        return lines;
    }

    /// <summary>
    /// When each line must start for all from there on to end with the video without being hurried; never earlier than
    /// <see cref="MostLag"/> before its cue: where that does not do, those before it need not make room.
    /// </summary>
    private static double[] LatestStarts(List<Line> lines, double end)
    {
        var latest = new double[lines.Count];
        Array.Fill(latest, double.MaxValue);
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            var start = end - (lines[i].Length / lines[i].Comfort);
            latest[i] = Math.Max(start, lines[i].Target - MostLag);
            if (start < latest[i])
            {
                break;
            }

            end = start - Gap;
        }

        return latest;
    }

    /// <summary>Four digits, as they are recorded; never a slower tempo than is needed.</summary>
    private static double Round(double tempo) => Math.Round(tempo + 0.00004, 4);

    /// <summary>The lowest even tempo, from this line on, at which every line ends by its bound.</summary>
    private static double TempoThatBears(List<Line> lines, int from, double start)
    {
        double tempo = 1;
        double length = 0;
        for (var i = from; i < lines.Count; i++)
        {
            length += lines[i].Length;
            var gaps = Gap * (i - from);
            tempo = Math.Max(tempo, length / Math.Max(Moment, lines[i].Bound - start - gaps));
            if (i + 1 < lines.Count && start + length + gaps <= lines[i + 1].Target)
            {
                break;
            }
        }

        return tempo;
    }

    /// <param name="Comfort">Tempo up to which the line is easy to follow.</param>
    /// <param name="Target">When it should start.</param>
    /// <param name="SlotEnd">When it should end.</param>
    /// <param name="Bound">When it must have ended.</param>
    private readonly record struct Line(int Cue, string File, double Length, double Comfort, double Target, double SlotEnd, double Bound);
}
