using CliWrap;
using TransVox.TestKit;

namespace TransVox.Browser.Support;

/// <summary>Files to upload: plans for the fake engines, and one real video for the real ones.</summary>
public sealed class SampleVideos : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _plans;

    /// <summary>Some seconds of a test picture with spoken words, playable in a browser.</summary>
    public string Speech => _folder.File("speech.mp4");

    public static async Task<SampleVideos> CreateAsync()
    {
        var videos = new SampleVideos();
        await Cli.Wrap("ffmpeg").WithArguments(
        [
            "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=6", "-f", "lavfi", "-i",
            "flite=text='Welcome to the first day of your new job. We would like to show you around.':voice=slt",
            "-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", videos.Speech,
        ]).ExecuteAsync();
        return videos;
    }

    /// <summary>The real video under another name, since names are what users see.</summary>
    public string SpeechAs(string name) => CopyAs(Speech, name);

    /// <summary>The sample of the repository under another name.</summary>
    public string SampleAs(string name) => CopyAs(Path.Combine(RepositoryPaths.Root, "samples", "hello-en.mp4"), name);

    /// <summary>The sample several times over: long enough to be looked at while it is worked on.</summary>
    public async Task<string> LongSampleAsync(string name, int times)
    {
        var path = _folder.File(name);
        await Cli.Wrap("ffmpeg").WithArguments(["-nostdin", "-v", "error", "-y", "-stream_loop", $"{times - 1}", "-i", SampleAs("sample.mp4"), "-c", "copy", path]).ExecuteAsync();
        return path;
    }

    private string CopyAs(string video, string name)
    {
        var path = _folder.File(name);
        File.Copy(video, path, overwrite: true);
        return path;
    }

    /// <summary>A plan under the name of a video.</summary>
    /// <param name="name">Name of the video.</param>
    /// <param name="shape">How its stages behave; they work at once by default.</param>
    public string PlanAs(string name, Action<VideoPlan>? shape = null)
    {
        // Plans with the same content would share results: the id makes each its own.
        var plan = new VideoPlan($"{name}-{Interlocked.Increment(ref _plans)}").With("mediaSeconds", 12).With("cues", 3);
        shape?.Invoke(plan);
        var path = _folder.File(name);
        File.WriteAllBytes(path, plan.ToBytes());
        return path;
    }

    /// <summary>A plan followed by blanks up to a size.</summary>
    public string LargePlanAs(string name, int bytes)
    {
        var path = PlanAs(name);
        using var file = File.Open(path, FileMode.Append);
        var blanks = new byte[bytes - (int)file.Length];
        blanks.AsSpan().Fill((byte)' ');
        file.Write(blanks);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
