using System.Buffers.Binary;
using CliWrap;

namespace TransVox.Browser.Support;

/// <summary>Videos for uploads, made once with ffmpeg: short, small, and playable in a browser.</summary>
public sealed class SampleVideos : IDisposable
{
    private readonly TestKit.TemporaryFolder _folder = new();

    /// <summary>Three seconds of a test picture with spoken words.</summary>
    public string Speech => _folder.File("speech.mp4");

    /// <summary>The same without sound.</summary>
    public string Mute => _folder.File("mute.mp4");

    public static async Task<SampleVideos> CreateAsync()
    {
        var videos = new SampleVideos();
        await FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=6",
            "-f", "lavfi", "-i", "flite=text='Welcome to the first day of your new job. We would like to show you around.':voice=slt",
            "-shortest", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", videos.Speech);
        await FfmpegAsync("-i", videos.Speech, "-an", "-c:v", "copy", videos.Mute);
        return videos;
    }

    /// <summary>A copy under another name, since names are what users see.</summary>
    public string SpeechAs(string name) => CopyAs(Speech, name);

    public string MuteAs(string name) => CopyAs(Mute, name);

    /// <summary>The speech with padding that players skip, to reach a size.</summary>
    public string LargeAs(string name, int bytes)
    {
        var path = CopyAs(Speech, name);
        using var file = File.Open(path, FileMode.Append);
        var padding = new byte[bytes - (int)file.Length];
        BinaryPrimitives.WriteUInt32BigEndian(padding, (uint)padding.Length);
        "free"u8.CopyTo(padding.AsSpan(4));
        file.Write(padding);
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private string CopyAs(string source, string name)
    {
        var path = _folder.File(name);
        File.Copy(source, path, overwrite: true);
        return path;
    }

    private static Task FfmpegAsync(params string[] arguments) =>
        Cli.Wrap("ffmpeg").WithArguments(["-nostdin", "-v", "error", "-y", .. arguments]).ExecuteAsync();
}
