using System.Globalization;

namespace TransVox.Bench.Scale;

/// <summary>What the kernel says of a process (Linux, proc(5)).</summary>
internal static class HostCosts
{
    private const double TicksPerSecond = 100;

    /// <summary>What it holds in memory now.</summary>
    public static double Megabytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Seconds of all cores that it has used.</summary>
    public static double CpuSeconds(int processId)
    {
        var text = File.ReadAllText($"/proc/{processId}/stat");
        // After the name, which may hold blanks: state is the first field, user and system time the twelfth and thirteenth.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
