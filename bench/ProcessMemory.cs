using System.Globalization;

namespace TransVox.Bench;

/// <summary>Memory of a process in megabytes (Linux, proc(5)).</summary>
internal static class ProcessMemory
{
    /// <summary>The most that it has held.</summary>
    public static double Peak(int processId) => Read(processId, "VmHWM:");

    /// <summary>What it holds.</summary>
    public static double Resident(int processId) => Read(processId, "VmRSS:");

    private static double Read(int processId, string field)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
