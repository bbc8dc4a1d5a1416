using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Videos of the kinds that people bring, made once with real programs: small, with moving picture and speech.</summary>
public sealed class KindFixture : IAsyncLifetime, IDisposable
{
    /// <summary>Seconds of the plain one.</summary>
    public const double Seconds = 4;

    private const string Small = "scale=160:90";
    private readonly TempDirectory _directory = new();
    private int _rooms;

    public string File(string name) => _directory.File(name);

    /// <summary>An empty directory that lasts as long as the videos.</summary>
    public string Room() => _directory.Sub($"room{Interlocked.Increment(ref _rooms)}");

    public async Task InitializeAsync()
    {
        await using var runner = Programs.Runner();
        Task Make(string name, string format, params string[] arguments) => Programs.FfmpegAsync(runner, [.. arguments, "-f", format, File(name)]);
        string[] x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "10"];
        await Make("plain", "mp4", ["-i", TestData.Sample, "-t", "4", "-vf", Small, .. x264, "-c:a", "copy"]);
        var plain = File("plain");
        await Make("part.ts", "mpegts", "-i", plain, "-c", "copy");
        var part = System.IO.File.ReadAllBytes(File("part.ts"));
        System.IO.File.WriteAllBytes(File("joined"), [.. part, .. part]);
        await MakeRichAsync(runner, plain);
        await MakeLongSubtitlesAsync(runner, plain);
        await MakePhoneAsync(runner, plain);
        // Nine channels: more than the sound of an MP4 can have.
        await Make(
            "broken-track", "matroska", "-i", plain, "-f", "lavfi", "-i", "aevalsrc=0|0|0|0|0|0|0|0|0:d=4", "-map", "0", "-map", "1:a", "-c", "copy", "-c:a:1", "pcm_s16le",
            "-metadata:s:a:0", "language=eng");
        // Soft stripes that move: a test picture with fine lines looks interlaced to any measure.
        string[] fields = ["-f", "lavfi", "-i", "nullsrc=s=160x96:r=50:d=4,geq=lum='128+100*sin((X+N*5)/8)':cb=128:cr=128", "-i", plain, "-map", "0:v", "-map", "1:a", "-vf", "tinterlace=interleave_top,setfield=tff"];
        await Make("interlaced-part2", "avi", [.. fields, "-c:v", "mpeg4", "-flags", "+ildct+ilme", "-q:v", "4", "-c:a", "mp3"]);
        await Make("interlaced-h264", "mp4", [.. fields, .. x264, "-flags", "+ildct+ilme", "-x264opts", "tff=1", "-c:a", "copy"]);
        await Make("rotated", "mp4", "-i", plain, "-c", "copy", "-metadata:s:v:0", "rotate=90");
        await Make("variable", "matroska", ["-i", plain, "-vf", "select='not(mod(n,7))+lt(mod(n,11),3)'", "-vsync", "vfr", .. x264, "-c:a", "copy"]);
        await Make("ten-bit", "mp4", ["-i", plain, "-vf", "format=yuv420p10le", .. x264, "-c:a", "copy"]);
        await Make(
            "hdr", "matroska", "-i", plain, "-t", "2", "-vf", "format=yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast",
            "-x265-params", "log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:hdr10=1",
            "-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-c:a", "copy");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();

    /// <summary>Chapters, tags, a second sound track, styled subtitles, a cover and a font.</summary>
    private async Task MakeRichAsync(ProcessRunner runner, string plain)
    {
        await System.IO.File.WriteAllTextAsync(
            File("tags"), ";FFMETADATA1\ntitle=My film\nartist=Ana\nDIRECTOR=Leo\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=Opening\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=2000\nEND=4000\ntitle=Rest\n");
        await System.IO.File.WriteAllTextAsync(File("cues.srt"), "1\n00:00:01,000 --> 00:00:02,000\n<i>Exit</i>\n");
        await System.IO.File.WriteAllTextAsync(File("font"), "no font, but MP4 has no place for one anyway");
        await Programs.FfmpegAsync(runner, "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", "-f", "mjpeg", File("cover"));
        await Programs.FfmpegAsync(
            runner, "-i", plain, "-f", "lavfi", "-i", "sine=440:d=4", "-i", File("cues.srt"), "-i", File("tags"), "-map", "0", "-map", "1:a", "-map", "2:s",
            "-map_metadata", "3", "-map_chapters", "3", "-c", "copy", "-c:s", "ass", "-c:a:1", "libvorbis",
            "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fra", "-metadata:s:a:1", "title=Commentaire",
            "-metadata:s:s:0", "language=eng", "-metadata:s:s:0", "title=Signs", "-disposition:s:0", "default",
            "-attach", File("cover"), "-metadata:s:t:0", "mimetype=image/jpeg", "-metadata:s:t:0", "filename=cover.jpg",
            "-attach", File("font"), "-metadata:s:t:1", "mimetype=font/ttf", "-metadata:s:t:1", "filename=font.ttf", "-f", "matroska", File("rich"));
    }

    /// <summary>The default track in another language, and one in a codec that only its maker's programs read.</summary>
    private async Task MakePhoneAsync(ProcessRunner runner, string plain)
    {
        await Programs.FfmpegAsync(
            runner, "-i", plain, "-f", "lavfi", "-i", "sine=440:d=4,volume=0.1", "-map", "0:v", "-map", "1:a", "-map", "0:a", "-map", "1:a", "-c", "copy", "-c:a:0", "aac", "-c:a:2", "aac",
            "-metadata:s:a:0", "language=jpn", "-metadata:s:a:1", "language=eng", "-disposition:a:0", "default", "-disposition:a:1", "0", "-f", "mov", File("phone"));
        var bytes = await System.IO.File.ReadAllBytesAsync(File("phone"));
        var stsd = bytes.AsSpan(bytes.AsSpan().LastIndexOf("stsd"u8));
        "apac"u8.CopyTo(stsd[stsd.IndexOf("mp4a"u8)..]);
        // What says in detail that it is AAC.
        "free"u8.CopyTo(stsd[stsd.IndexOf("esds"u8)..]);
        await System.IO.File.WriteAllBytesAsync(File("phone"), bytes);
    }

    private async Task MakeLongSubtitlesAsync(ProcessRunner runner, string plain)
    {
        await System.IO.File.WriteAllTextAsync(
            File("long.srt"), "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:03,000 --> 00:00:13,000\nTwo.\n\n3\n00:00:16,000 --> 00:00:18,000\nThree.\n");
        await Programs.FfmpegAsync(
            runner, "-i", plain, "-i", File("long.srt"), "-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text", "-metadata:s:s:0", "language=eng",
            "-f", "mp4", File("long-subtitles"));
    }
}
