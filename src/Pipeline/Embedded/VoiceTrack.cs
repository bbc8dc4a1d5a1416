using System.Globalization;
using System.IO.Compression;
using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Embedded;

/// <summary>Builds the dub's track: clips brought to tempo and format, then placed sample by sample.</summary>
internal static class VoiceTrack
{
    private const int ClipsPerRun = 24;
    private const int FadeSamples = 2400;

    /// <summary>Writes the track.</summary>
    public static async Task WriteAsync(
        Ffmpeg ffmpeg,
        FfmpegJob job,
        string archive,
        IReadOnlyList<DubPlacement> placements,
        double duration,
        string output,
        CancellationToken cancellationToken)
    {
        var raw = Directory.CreateDirectory(Path.Combine(job.WorkDirectory, "clips")).FullName;
        var fitted = Directory.CreateDirectory(Path.Combine(job.WorkDirectory, "fitted")).FullName;
        Unpack(archive, placements, raw);
        foreach (var batch in placements.Chunk(ClipsPerRun))
        {
            await FitAsync(ffmpeg, job, batch, raw, fitted, cancellationToken);
        }

        using (var track = new WavWriter(output, PcmFormat.Mono48))
        {
            track.SetLength((long)Math.Round(duration * PcmFormat.Mono48.SampleRate));
            foreach (var placement in placements)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Place(track, placement, FittedPath(fitted, placement));
            }
        }

        Directory.Delete(raw, recursive: true);
        Directory.Delete(fitted, recursive: true);
    }

    private static string FittedPath(string directory, DubPlacement placement) =>
        Path.Combine(directory, placement.Cue.ToString(CultureInfo.InvariantCulture) + ".wav");

    private static void Unpack(string archive, IReadOnlyList<DubPlacement> placements, string directory)
    {
        var wanted = placements.Select(placement => placement.File).ToHashSet(StringComparer.Ordinal);
        using var zip = ZipFile.OpenRead(archive);
        foreach (var entry in zip.Entries.Where(entry => wanted.Contains(entry.FullName) && entry.FullName == Path.GetFileName(entry.FullName)))
        {
            entry.ExtractToFile(Path.Combine(directory, entry.FullName), overwrite: true);
        }
    }

    /// <summary>One run for many clips: starting a program costs more than a clip.</summary>
    private static async Task FitAsync(
        Ffmpeg ffmpeg, FfmpegJob job, DubPlacement[] batch, string raw, string fitted, CancellationToken cancellationToken)
    {
        var inputs = batch.SelectMany(placement => Ffmpeg.Own(Path.Combine(raw, placement.File)));
        var outputs = batch.SelectMany((placement, i) => new[]
        {
            "-map", i.ToString(CultureInfo.InvariantCulture) + ":a",
            "-af", placement.Tempo > 1.005 ? "atempo=" + Ffmpeg.Seconds(placement.Tempo) : "anull",
            "-ar", "48000", "-ac", "1", "-c:a", "pcm_s16le", FittedPath(fitted, placement),
        });
        await ffmpeg.RunAsync(job, [.. inputs, .. outputs], 0, null, cancellationToken);
    }

    private static void Place(WavWriter track, DubPlacement placement, string path)
    {
        using var clip = WavReader.Open(path);
        var samples = clip.ReadAll().AsSpan();
        var most = (int)(placement.Length * PcmFormat.Mono48.SampleRate);
        if (samples.Length > most)
        {
            samples = samples[..most];
            var fade = Math.Min(FadeSamples, samples.Length);
            for (var i = 0; i < fade; i++)
            {
                samples[^(i + 1)] = AudioMath.ToSample(samples[^(i + 1)] * (double)i / fade);
            }
        }

        track.Seek((long)Math.Round(placement.Start * PcmFormat.Mono48.SampleRate));
        track.Write(samples);
    }
}
