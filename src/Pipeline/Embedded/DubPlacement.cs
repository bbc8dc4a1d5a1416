using System.Globalization;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Where a clip goes.</summary>
/// <param name="Cue">Index of the cue.</param>
/// <param name="File">Clip.</param>
/// <param name="Start">Seconds from the start of the video.</param>
/// <param name="Tempo">Speed-up, 1 to <see cref="MostTempo"/>.</param>
/// <param name="Length">Most seconds it may sound; what is longer is faded out.</param>
internal sealed record DubPlacement(int Cue, string File, double Start, double Tempo, double Length)
{
    /// <summary>Above this speed-up speech is hard to follow.</summary>
    public const double MostTempo = 1.3;

    // How far speech may run over its slot, which moves the next cue: words are worth more than half a second of sync.
    private const double MostOverrun = 0.5;

    /// <summary>Places all clips one after the other. Pure.</summary>
    /// <param name="cues">Cues with times.</param>
    /// <param name="clips">Clips of the cues.</param>
    /// <param name="duration">Seconds of the video.</param>
    public static (IReadOnlyList<DubPlacement> Placements, IReadOnlyList<string> Warnings) Plan(
        IReadOnlyList<Cue> cues, IReadOnlyList<ClipEntry> clips, double duration)
    {
        var byCue = clips.Where(clip => clip.File is not null).ToDictionary(clip => clip.Cue);
        var slots = SlotPlan.Seconds(cues);
        var placements = new List<DubPlacement>();
        var cut = new List<string>();
        double free = 0;
        foreach (var (cue, slot) in cues.Zip(slots).OrderBy(pair => pair.First.Start))
        {
            if (!byCue.TryGetValue(cue.Index, out var clip))
            {
                continue;
            }

            var start = Math.Max(cue.Start, free);
            var room = Math.Min(duration - start, Math.Max(0.3, cue.Start + slot - start));
            if (room <= 0)
            {
                cut.Add(cue.Index.ToString(CultureInfo.InvariantCulture));
                continue;
            }

            var tempo = Math.Clamp(clip.Duration / room, 1, MostTempo);
            var length = Math.Min(duration - start, room + MostOverrun);
            var spoken = clip.Duration / tempo;
            if (spoken > length + 0.02)
            {
                cut.Add(cue.Index.ToString(CultureInfo.InvariantCulture));
            }

            placements.Add(new DubPlacement(cue.Index, clip.File!, start, Math.Round(tempo, 4), length));
            free = start + Math.Min(spoken, length);
        }

        return (placements, cut.Count == 0 ? [] : [$"The translation of cue {string.Join(", ", cut.Take(20))} is too long for its slot and was cut; shorten it."]);
    }
}
