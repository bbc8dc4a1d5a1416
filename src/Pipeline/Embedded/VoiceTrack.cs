using System.Globalization;
using System.IO.Compression;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Embedded;

/// <summary>Builds the dub's track: clips brought to tempo and format, then placed sample by sample, each to its end.</summary>
internal static class VoiceTrack
{
    private const int ClipsPerRun = 24;

    // The filter drops the last moment of what it gets: that shall be silence.
    private const double Padding = 0.1;

    /// <summary>Writes the track.</summary>
    /// <returns>Where the clips really are.</returns>
    public static async Task<IReadOnlyList<PlacedClip>> WriteAsync(
        Ffmpeg ffmpeg,
        FfmpegJob job,
        string archive,
        IReadOnlyList<PlacedClip> clips,
        double duration,
        string output,
        CancellationToken cancellationToken)
    {
        var raw = Directory.CreateDirectory(Path.Combine(job.WorkDirectory, "clips")).FullName;
        var fitted = Directory.CreateDirectory(Path.Combine(job.WorkDirectory, "fitted")).FullName;
        Unpack(archive, clips, raw);
        foreach (var batch in clips.Chunk(ClipsPerRun))
        {
            await FitAsync(ffmpeg, job, batch, raw, fitted, cancellationToken);
        }

        var placed = new List<PlacedClip>(clips.Count);
        using (var track = new WavWriter(output, PcmFormat.Mono48))
        {
            track.SetLength((long)Math.Round(duration * PcmFormat.Mono48.SampleRate));
            long free = 0;
            foreach (var clip in clips)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var samples = Sound(FittedPath(fitted, clip));
                var start = Math.Max(free, (long)Math.Round(clip.Start * PcmFormat.Mono48.SampleRate));
                track.Seek(start);
                track.Write(samples);
                free = start + samples.Length;
                placed.Add(clip with { Start = Seconds(start), Seconds = Seconds(samples.Length) });
            }
        }

        Directory.Delete(raw, recursive: true);
        Directory.Delete(fitted, recursive: true);
        return placed;
    }

    /// <summary>The filters that play a clip faster; single steps above 2 bring the program down on short clips.</summary>
    internal static string TempoFilter(double tempo)
    {
        if (tempo < 1.001)
        {
            return "anull";
        }

        var steps = new List<string> { $"apad=pad_dur={Ffmpeg.Seconds(Padding * tempo)}" };
        for (; tempo > 2; tempo /= 2)
        {
            steps.Add("atempo=2");
        }

        return string.Join(',', [.. steps, "atempo=" + Ffmpeg.Seconds(tempo)]);
    }

    private static double Seconds(long frames) => (double)frames / PcmFormat.Mono48.SampleRate;

    private static string FittedPath(string directory, PlacedClip clip) =>
        Path.Combine(directory, clip.Cue.ToString(CultureInfo.InvariantCulture) + ".wav");

    private static void Unpack(string archive, IReadOnlyList<PlacedClip> clips, string directory)
    {
        var wanted = clips.Select(clip => clip.File).ToHashSet(StringComparer.Ordinal);
        using var zip = ZipFile.OpenRead(archive);
        foreach (var entry in zip.Entries.Where(entry => wanted.Contains(entry.FullName) && entry.FullName == Path.GetFileName(entry.FullName)))
        {
            entry.ExtractToFile(Path.Combine(directory, entry.FullName), overwrite: true);
        }
    }

    /// <summary>One run for many clips: starting a program costs more than a clip.</summary>
    private static async Task FitAsync(
        Ffmpeg ffmpeg, FfmpegJob job, PlacedClip[] batch, string raw, string fitted, CancellationToken cancellationToken)
    {
        var inputs = batch.SelectMany(clip => Ffmpeg.Own(Path.Combine(raw, clip.File)));
        var outputs = batch.SelectMany((clip, i) => new[]
        {
            "-map", i.ToString(CultureInfo.InvariantCulture) + ":a", "-af", TempoFilter(clip.Tempo),
            "-ar", "48000", "-ac", "1", "-c:a", "pcm_s16le", FittedPath(fitted, clip),
        });
        await ffmpeg.RunAsync(job, [.. inputs, .. outputs], 0, null, cancellationToken);
    }

    /// <summary>A clip without the silence after it.</summary>
    private static ReadOnlySpan<short> Sound(string path)
    {
        using var clip = WavReader.Open(path);
        return clip.ReadAll().AsSpan().TrimEnd((short)0);
    }
}
