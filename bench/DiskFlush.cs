using System.Diagnostics;

namespace TransVox.Bench;

/// <summary>What the disk alone takes to make a commit's worth of bytes durable: the floor under every figure, and a sign of a busy machine.</summary>
internal static class DiskFlush
{
    private const int Bytes = 40 * 1024;
    private const int Flushes = 200;

    /// <summary>Milliseconds of writes of 40 KiB, each flushed, to a new file in <paramref name="folder"/>.</summary>
    public static List<double> Measure(string folder)
    {
        var path = Path.Combine(folder, "transvox-flush-" + Path.GetRandomFileName());
        var samples = new List<double>();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var data = new byte[Bytes];
        for (var n = 0; n < Flushes; n++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(data);
            file.Flush(flushToDisk: true);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return samples;
    }
}
