using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Uploads, good and bad, made once with real programs.</summary>
public sealed class VideoFixture : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory _directory = new();

    public string File(string name) => _directory.File(name);

    public async Task InitializeAsync()
    {
        await using var runner = Programs.Runner();
        var sample = TestData.Sample;
        System.IO.File.WriteAllBytes(File("empty"), []);
        var random = new byte[200_000];
        new Random(7).NextBytes(random);
        System.IO.File.WriteAllBytes(File("random"), random);
        var whole = System.IO.File.ReadAllBytes(sample);
        System.IO.File.WriteAllBytes(File("cut"), whole[..(whole.Length / 2)]);
        System.IO.File.WriteAllBytes(File("lying"), LongerHeader(whole));
        System.IO.File.WriteAllText(File("playlist"), "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");
        System.IO.File.WriteAllText(File("concat"), "ffconcat version 1.0\nfile /etc/passwd\n");
        // A playlist that the first look does not recognize: the whitelist must keep it out.
        System.IO.File.WriteAllText(File("image-list"), "# comment\nfile one.png\n");
        await Task.WhenAll(
            Make(runner, "no-audio", "-i", sample, "-an", "-c", "copy", "-t", "3"),
            Make(runner, "no-video", "-i", sample, "-vn", "-c", "copy", "-t", "3"),
            Make(runner, "no-index", "-i", sample, "-c", "copy", "-t", "5"));
        await Task.WhenAll(
            Make(runner, "silent", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=3", "-f", "lavfi", "-i", "anullsrc=d=3", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"),
            Make(runner, "tone", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=3", "-f", "lavfi", "-i", "sine=300:d=3", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"),
            MakeOdd(runner, sample));
        // Without fast start the index comes last and is cut off.
        var slow = System.IO.File.ReadAllBytes(File("no-index"));
        System.IO.File.WriteAllBytes(File("no-index"), slow[..(slow.Length / 2)]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();

    private Task Make(ProcessRunner runner, string name, params string[] arguments) =>
        Programs.FfmpegAsync(runner, [.. arguments, "-f", "mp4", File(name)]);

    /// <summary>A picture of odd width and height in a codec that MP4 cannot hold, in Matroska without a duration.</summary>
    private Task MakeOdd(ProcessRunner runner, string sample) => Programs.FfmpegAsync(
        runner, "-i", sample, "-t", "4", "-vf", "scale=161:91", "-pix_fmt", "yuv444p", "-c:v", "ffv1", "-c:a", "flac",
        "-fflags", "+bitexact", "-live", "1", "-f", "matroska", File("odd"));

    /// <summary>The header claims twenty times the length.</summary>
    private static byte[] LongerHeader(byte[] mp4)
    {
        var bytes = (byte[])mp4.Clone();
        foreach (var (box, offset) in new[] { ("mvhd", 20), ("mdhd", 20) })
        {
            for (var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(box)); at >= 0;)
            {
                var field = bytes.AsSpan(at + offset, 4);
                var duration = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(field);
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(field, duration * 20);
                var next = bytes.AsSpan(at + 4).IndexOf(System.Text.Encoding.ASCII.GetBytes(box));
                at = next < 0 ? -1 : at + 4 + next;
            }
        }

        return bytes;
    }
}
