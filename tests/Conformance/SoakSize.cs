using System.Globalization;

namespace TransVox.Conformance;

/// <summary>What a host takes of its machine (Linux).</summary>
/// <param name="ResidentMb">Memory in use.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="StoreMb">The durable store without its log, whose length is fixed.</param>
/// <param name="WorkMb">Scratch and cache of stages.</param>
public sealed record SoakSize(double ResidentMb, int Handles, double StoreMb, double WorkMb)
{
    public static SoakSize Of(LocalHostProcess host)
    {
        var status = File.ReadLines($"/proc/{host.ProcessId}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var data = Path.Combine(host.Engines.DataFolder, "data");
        return new SoakSize(
            Mb(long.Parse(status.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024),
            Directory.GetFiles($"/proc/{host.ProcessId}/fd").Length,
            Mb(new FileInfo(Path.Combine(data, "durable.db")).Length),
            Mb(new DirectoryInfo(Path.Combine(data, "work")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)));
    }

    private static double Mb(long bytes) => Math.Round(bytes / (1024.0 * 1024), 1);
}
