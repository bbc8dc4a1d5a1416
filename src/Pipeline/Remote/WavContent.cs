using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Remote;

/// <summary>WAV files as parts of a form.</summary>
internal static class WavContent
{
    /// <summary>A file, read while it is sent.</summary>
    public static StreamContent Of(string path)
    {
        var content = new StreamContent(File.OpenRead(path));
        content.Headers.ContentType = new("audio/wav");
        return content;
    }

    /// <summary>Seconds of a file.</summary>
    public static double Seconds(string path)
    {
        using var wav = WavReader.Open(path);
        return wav.Duration;
    }
}
