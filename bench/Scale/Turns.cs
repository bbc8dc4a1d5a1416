using System.Diagnostics;

namespace TransVox.Bench.Scale;

/// <summary>Times of something done in turns.</summary>
internal static class Turns
{
    /// <summary>How many.</summary>
    public const int Count = 3;

    /// <summary>Milliseconds of one call: the median turn, of which each is the median call.</summary>
    public static async Task<double> MedianAsync(int calls, Func<int, Task> call)
    {
        var turns = new List<double>();
        for (var turn = 0; turn < Count; turn++)
        {
            var times = new List<double>();
            for (var n = 0; n < calls; n++)
            {
                var start = Stopwatch.GetTimestamp();
                await call((turn * calls) + n);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            turns.Add(Percentiles.Of(times, 0.5));
        }

        return Percentiles.Of(turns, 0.5);
    }

    /// <summary>Microseconds of one call: the median turn, of which each is the mean call.</summary>
    public static double MeanMicroseconds(int calls, Action<int> call)
    {
        var turns = new List<double>();
        for (var turn = 0; turn <= Count; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var n = 0; n < calls; n++)
                call((turn * calls) + n);
            // The first turn only has the code compiled.
            if (turn > 0)
                turns.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls);
        }

        return Percentiles.Of(turns, 0.5);
    }
}
