using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Tests.Timing;

/// <summary>Where clips go: decisions, and what holds for any dialogue.</summary>
public sealed class DubPlanTests
{
    private const double Exact = 1e-6;

    [Fact]
    public void What_fits_starts_with_its_cue_at_its_own_speed()
    {
        var placed = Place(20, (1, 3, 1.5), (3.2, 5, 1.8));
        Assert.Equal([(1, 1), (3.2, 1)], placed.Select(clip => (clip.Start, clip.Tempo)));
    }

    [Fact]
    public void A_line_is_sped_up_to_end_with_its_cue_and_then_uses_the_pause()
    {
        var placed = Place(20, (1, 3, 2.2), (10, 12, 3), (15, 16, 1));
        Assert.Equal(1.1, placed[0].Tempo, 3);
        Assert.Equal(3, placed[0].End, 3);
        Assert.Equal(DubPlan.MostSpeed, placed[1].Tempo, 3);
        Assert.Equal(12.4, placed[1].End, 3);
        Assert.Equal(15, placed[2].Start);
    }

    [Fact]
    public void A_line_that_still_is_too_long_delays_the_next_which_catches_up()
    {
        var placed = Place(20, (1, 3, 3.3), (3, 5, 2), (5.5, 7, 1));
        Assert.Equal(DubPlan.MostSpeed, placed[0].Tempo, 3);
        Assert.InRange(placed[1].Start, placed[0].End, 3 + DubPlan.MostLag);
        Assert.InRange(placed[1].Tempo, 1.01, DubPlan.MostSpeed);
        Assert.Equal(5.5, placed[2].Start, 3);
    }

    [Fact]
    public void What_the_engine_sped_up_already_is_not_sped_up_twice()
    {
        Cue[] cues = [new(1, 1, 3, "a"), new(2, 9, 10, "b")];
        var placed = DubPlan.Place(cues, [new(1, "a", 3, Speed: 1.25), new(2, "b", 1)], 20);
        Assert.Equal((1, 4), (placed[0].Tempo, placed[0].End));
    }

    [Fact]
    public void Where_all_is_too_long_the_speed_gives_way_and_no_line_drifts()
    {
        var cues = Enumerable.Range(0, 200).Select(i => (Start: 2.0 * i, End: (2.0 * i) + 2, Length: 3.4)).ToArray();
        var placed = Place(400, cues);
        Assert.All(placed.Zip(cues), pair => Assert.InRange(pair.First.Start - pair.Second.Start, -0.001, DubPlan.MostLag + Exact));
        // The excess is spread, not put on one line.
        Assert.InRange(placed.Max(clip => clip.Tempo), 1.7, 1.8);
    }

    [Fact]
    public void At_the_end_of_the_video_a_line_starts_early_rather_than_not_at_all()
    {
        var placed = Place(10, (1, 3, 1), (9, 10, 2));
        Assert.Equal(DubPlan.MostSpeed, placed[1].Tempo, 3);
        Assert.Equal(10 - DubPlan.Gap - (2 / DubPlan.MostSpeed), placed[1].Start, 3);
        Assert.Equal(9 - DubPlan.MostLag, Place(10, (1, 3, 1), (9, 10, 3))[1].Start, 3);
    }

    [Fact]
    public void People_who_speak_at_once_are_heard_one_after_the_other()
    {
        var placed = Place(20, (0, 4, 3.5), (0.5, 4, 3));
        Assert.Equal((0, 1), (placed[0].Start, placed[0].Tempo));
        Assert.InRange(placed[1].Start, placed[0].End, 4);
    }

    [Fact]
    public void A_cue_without_a_clip_leaves_its_time_to_the_line_before_it()
    {
        Cue[] cues = [new(1, 1, 3, "a"), new(2, 3, 5, "♪"), new(3, 5, 7, "c")];
        var placed = DubPlan.Place(cues, [new(1, "a", 4), new(2, null, 0), new(3, "c", 1)], 20);
        Assert.Equal([(1, 1.0), (3, 5.0)], placed.Select(clip => (clip.Cue, clip.Start)));
        Assert.Equal(4.2, placed[0].End, 3);
    }

    /// <summary>Two thousand dialogues, from easy to impossible.</summary>
    [Fact]
    public void Whatever_the_dialogue_nothing_overlaps_nothing_leaves_the_video_and_what_can_be_on_time_is()
    {
        var random = new Random(20261128);
        for (var run = 0; run < 2000; run++)
        {
            var (cues, clips, duration) = Dialogue(random);
            var placed = DubPlan.Place(cues, clips, duration);
            Assert.Equal(clips.Count(clip => clip.File is not null), placed.Count);
            for (var i = 0; i < placed.Count; i++)
            {
                var clip = placed[i];
                var cue = cues.Single(c => c.Index == clip.Cue);
                Assert.InRange(clip.Start, 0, duration);
                Assert.True(clip.End <= duration || clip.Tempo >= 64, $"run {run}: {clip} ends after {duration}");
                Assert.True(i == 0 || clip.Start >= placed[i - 1].End + DubPlan.Gap - Exact, $"run {run}: {clip} overlaps");
                // Late only right behind the line that caused it.
                Assert.True(
                    clip.Start <= cue.Start + Exact || (i > 0 && Math.Abs(clip.Start - placed[i - 1].End - DubPlan.Gap) < Exact), $"run {run}: {clip} waits for nothing");
                Assert.True(clip.Start >= cue.Start - DubPlan.MostLag - Exact, $"run {run}: {clip} is too early");
                // Early only where what follows needs all the rest of the video.
                var rest = placed.Skip(i).Sum(later => (clips.Single(c => c.Cue == later.Cue).Duration / DubPlan.MostSpeed) + DubPlan.Gap);
                Assert.True(clip.Start >= cue.Start - Exact || clip.Start + rest >= duration - 0.01, $"run {run}: {clip} is early for nothing");
            }
        }
    }

    private static (List<Cue> Cues, List<ClipEntry> Clips, double Duration) Dialogue(Random random)
    {
        var cues = new List<Cue>();
        var clips = new List<ClipEntry>();
        var tightness = random.NextDouble() * 2;
        var time = random.NextDouble();
        for (var i = 1; i <= random.Next(1, 25); i++)
        {
            var length = 0.2 + (random.NextDouble() * 5);
            cues.Add(new Cue(i, time, time + length, "x"));
            clips.Add(new ClipEntry(i, random.Next(10) == 0 ? null : $"{i}", 0.1 + (length * random.NextDouble() * tightness * 1.4)));
            // Pauses, no pauses, and cues that overlap.
            time += Math.Max(0.01, length + ((random.NextDouble() - 0.3) * 2));
        }

        return (cues, clips, time + random.NextDouble());
    }

    private static IReadOnlyList<PlacedClip> Place(double duration, params (double Start, double End, double Length)[] lines) => DubPlan.Place(
        [.. lines.Select((line, i) => new Cue(i + 1, line.Start, line.End, "x"))], [.. lines.Select((line, i) => new ClipEntry(i + 1, $"{i + 1}", line.Length))], duration);
}
