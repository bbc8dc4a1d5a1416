namespace TransVox.Contract.Dubbing;

/// <summary>How well a dub fits, in a few figures.</summary>
/// <param name="Lines">Lines of the dub.</param>
/// <param name="InSlot">Share of them that start and end with their cue, 0–1.</param>
/// <param name="SpeedP95">Speed that 95% of the lines do not exceed; 1 is what the user asked for.</param>
/// <param name="LongestDrift">Most seconds that a line starts off its cue.</param>
/// <param name="ToReview">How many lines somebody should look at.</param>
/// <param name="LookFirst">Numbers of the cues to look at first, the worst first; at most ten.</param>
public sealed record QualitySummary(int Lines, double InSlot, double SpeedP95, double LongestDrift, int ToReview, IReadOnlyList<int> LookFirst);
