namespace TransVox.Bench;

/// <summary>Order statistics of samples.</summary>
internal static class Percentiles
{
    /// <summary>The middle one of turns by a figure of theirs.</summary>
    public static double Median<T>(IEnumerable<T> turns, Func<T, double> figure) => Of([.. turns.Select(figure)], 0.5);

    /// <summary>The smallest sample that is not less than the share <paramref name="p"/> (0 to 1) of all.</summary>
    public static double Of(IReadOnlyCollection<double> samples, double p)
    {
        var sorted = samples.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(p * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
