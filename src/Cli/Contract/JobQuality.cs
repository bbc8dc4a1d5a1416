namespace TransVox.Cli.Contract;

/// <summary>How well a dub fits. Shares are 0–1, times seconds.</summary>
internal sealed record JobQuality(int Lines, double InSlot, double SpeedP95, double LongestDrift, int ToReview, IReadOnlyList<int>? LookFirst = null);
