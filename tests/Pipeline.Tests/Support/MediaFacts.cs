namespace TransVox.Pipeline.Tests.Support;

/// <summary>What a finished file is, measured with programs apart from the pipeline's own code.</summary>
internal sealed record MediaFacts(double Duration, IReadOnlyList<string> Codecs, double Loudness)
{
    public static async Task<MediaFacts> OfAsync(PipelineHost host, string path)
    {
        var probe = await host.Processes.RunCheckedAsync(
            Programs.Helper("ffprobe", ["-v", "error", "-show_entries", "format=duration:stream=codec_name", "-of", "default=nk=1:nw=1", path]) with
            {
                CaptureOutput = true,
            },
            CancellationToken.None);
        var lines = probe.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var loudness = await host.Processes.RunCheckedAsync(
            Programs.Helper("ffmpeg", ["-hide_banner", "-nostats", "-nostdin", "-i", path, "-map", "0:a:0", "-af", "ebur128=framelog=verbose", "-f", "null", "-"]),
            CancellationToken.None);
        return new MediaFacts(
            double.Parse(lines[^1], System.Globalization.CultureInfo.InvariantCulture),
            lines[..^1],
            TransVox.Pipeline.Media.Loudness.ParseSummary(loudness.LogTail) ?? -120);
    }
}
