namespace TransVox.Pipeline.Recognition;

/// <summary>Which of many times can be believed when some run backwards. Pure.</summary>
internal static class WordOrder
{
    /// <summary>Marks the most times that are in order and inside the recording; the others are wrong.</summary>
    public static bool[] Anchors(double[] times, double duration)
    {
        // Longest non-decreasing run, by the smallest last time for each length.
        var lasts = new List<int>();
        var before = new int[times.Length];
        for (var i = 0; i < times.Length; i++)
        {
            if (!(times[i] >= 0 && times[i] <= duration))
            {
                continue;
            }

            var (low, high) = (0, lasts.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = times[lasts[middle]] <= times[i] ? (middle + 1, high) : (low, middle);
            }

            before[i] = low > 0 ? lasts[low - 1] : -1;
            if (low == lasts.Count)
            {
                lasts.Add(i);
            }
            else
            {
                lasts[low] = i;
            }
        }

        var anchors = new bool[times.Length];
        for (var i = lasts.Count > 0 ? lasts[^1] : -1; i >= 0; i = before[i])
        {
            anchors[i] = true;
        }

        return anchors;
    }
}
