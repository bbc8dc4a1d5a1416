using System.Globalization;
using System.Text;

namespace TransVox.FakeTool;

/// <summary>What yt-dlp may do, by the first part of the address's path.</summary>
internal static class FakeDownload
{
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, Uri address)
    {
        var parts = address.AbsolutePath.Split('/');
        switch (parts[1])
        {
            case "bytes":
                Flood.Write(long.Parse(parts[2], CultureInfo.InvariantCulture));
                return 0;
            case "fail":
                Flood.Write(100_000);
                return 1;
            case "hang":
                using (var waiting = new Waiting(ignoreSignals: false))
                    return waiting.For(Timeout.InfiniteTimeSpan) ? 130 : 0;
            default:
                // Which arguments came is the video.
                using (var output = Console.OpenStandardOutput())
                    output.Write(Encoding.UTF8.GetBytes(string.Join('\n', arguments)));
                return 0;
        }
    }
}
