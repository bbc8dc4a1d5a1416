using System.Globalization;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>CPU time of ended programs: on a machine shared with others it says more than wall time.</summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of all children that were waited for.</summary>
    public static TimeSpan OfPrograms()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }
}
