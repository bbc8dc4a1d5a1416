using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Remote;

/// <summary>Makes a 16-bit WAV file of the sound that a server answered with, whatever its format.</summary>
internal sealed class SoundAnswer(Ffmpeg ffmpeg)
{
    /// <exception cref="RemoteFailure">It is no sound.</exception>
    public async Task WriteAsync(string server, BinaryData content, string path, CancellationToken cancellationToken)
    {
        var received = path + ".received";
        try
        {
            await File.WriteAllBytesAsync(received, content, cancellationToken);
            if (!IsPcm16(received))
            {
                await ConvertAsync(server, received, path, cancellationToken);
            }
            else
            {
                File.Move(received, path, overwrite: true);
            }
        }
        finally
        {
            File.Delete(received);
        }
    }

    private static bool IsPcm16(string path)
    {
        try
        {
            using var wav = WavReader.Open(path);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private async Task ConvertAsync(string server, string received, string path, CancellationToken cancellationToken)
    {
        // Nobody vouches for what a server sends: it is read like an upload.
        var job = new FfmpegJob(Path.GetDirectoryName(path)!, TimeSpan.FromMinutes(1), 1L << 30) { AcceptFailure = true };
        var outcome = await ffmpeg.RunAsync(job, [.. Ffmpeg.Untrusted(received), "-vn", "-c:a", "pcm_s16le", "-f", "wav", "file:" + path], 0, null, cancellationToken);
        if (outcome.ExitCode != 0)
        {
            throw RemoteFailure.Invalid(server, "its sound does not decode");
        }
    }
}
