namespace TransVox.Bench.Scale;

/// <summary>How a cost grows with the number of jobs.</summary>
internal static class Growth
{
    /// <summary>The exponent b of cost = a × n^b that fits best: 0 does not grow, 1 is proportional.</summary>
    public static double Exponent(IReadOnlyList<int> sizes, IReadOnlyList<double> costs)
    {
        var (x, y) = (sizes.Select(n => Math.Log(n)).ToList(), costs.Select(cost => Math.Log(Math.Max(cost, 1e-9))).ToList());
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
