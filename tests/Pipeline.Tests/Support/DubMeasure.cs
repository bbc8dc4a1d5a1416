using System.Globalization;
using System.IO.Compression;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>What can be heard in a finished dub, measured from its sound and not from what the pipeline says of it.</summary>
/// <param name="Cut">Cues whose clip is not heard from its first to its last sound.</param>
/// <param name="Overlaps">Pairs of clips that sound at a time.</param>
/// <param name="MostOff">Most seconds between the start of a cue and the first sound of its line.</param>
/// <param name="Stray">Seconds of sound that belong to no clip.</param>
internal sealed record DubMeasure(IReadOnlyList<int> Cut, int Overlaps, double MostOff, double Stray)
{
    private const int Rate = 48_000;
    private const int Audible = 200;

    public static async Task<DubMeasure> OfAsync(
        ProcessRunner runner, string directory, IReadOnlyDictionary<string, string> artifacts, IReadOnlyList<Cue> cues)
    {
        var report = await PipelineJson.ReadAsync<QualityReport>(artifacts[Artifacts.Quality], CancellationToken.None);
        var index = await PipelineJson.ReadAsync<ClipIndex>(artifacts[Artifacts.ClipIndex], CancellationToken.None);
        using var wav = WavReader.Open(artifacts[Artifacts.Voice]);
        var dub = wav.ReadAll();
        var covered = new bool[dub.Length];
        var cut = new List<int>();
        double mostOff = 0;
        using var zip = ZipFile.OpenRead(artifacts[Artifacts.Clips]);
        foreach (var line in report.Lines.Where(line => line.Seconds > 0))
        {
            var entry = index.Clips.Single(clip => clip.Cue == line.Cue);
            var clip = await PlayedAsync(runner, directory, zip, entry, line.Tempo);
            var place = Find(dub, clip, (int)Math.Round(line.Start * Rate));
            if (place < 0)
            {
                cut.Add(line.Cue);
                continue;
            }

            Array.Fill(covered, true, place, clip.Length);
            var first = place + Array.FindIndex(clip, sample => Math.Abs((int)sample) > Audible);
            mostOff = Math.Max(mostOff, Math.Abs(((double)first / Rate) - cues.Single(cue => cue.Index == line.Cue).Start));
        }

        var ordered = report.Lines.Where(line => line.Seconds > 0).OrderBy(line => line.Start).ToList();
        var overlaps = ordered.Zip(ordered.Skip(1)).Count(pair => pair.First.Start + pair.First.Seconds > pair.Second.Start + 0.001);
        var stray = dub.Where((sample, i) => !covered[i] && Math.Abs((int)sample) > Audible).Count() / (double)Rate;
        return new DubMeasure(cut, overlaps, Math.Round(mostOff, 3), stray);
    }

    /// <summary>The clip at its tempo, from its first to its last sound.</summary>
    private static async Task<short[]> PlayedAsync(ProcessRunner runner, string directory, ZipArchive zip, ClipEntry entry, double tempo)
    {
        var raw = Path.Combine(directory, "measured.wav");
        var played = Path.Combine(directory, "played.wav");
        zip.GetEntry(entry.File!)!.ExtractToFile(raw, overwrite: true);
        await Programs.FfmpegAsync(
            runner, "-i", raw, "-af", VoiceTrack.TempoFilter(tempo), "-ar", Rate.ToString(CultureInfo.InvariantCulture), "-ac", "1", "-c:a", "pcm_s16le", played);
        using var wav = WavReader.Open(played);
        var samples = wav.ReadAll();
        return samples[..(Array.FindLastIndex(samples, sample => Math.Abs((int)sample) > Audible) + 1)];
    }

    /// <summary>Where the dub has the clip, whole: within a millisecond of a place; −1 when it has not.</summary>
    private static int Find(short[] dub, short[] clip, int near)
    {
        for (var at = Math.Max(0, near - 48); at <= near + 48 && at + clip.Length <= dub.Length; at++)
        {
            if (Likeness(dub.AsSpan(at, clip.Length), clip) > 0.98)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The least likeness of any tenth of a second, so that one lost syllable at the end is noticed.</summary>
    private static double Likeness(ReadOnlySpan<short> dub, ReadOnlySpan<short> clip)
    {
        const int Piece = Rate / 10;
        var least = 1.0;
        for (var from = 0; from < clip.Length && least > 0.98; from += Piece)
        {
            var length = Math.Min(Piece, clip.Length - from);
            double product = 0, one = 1, other = 1;
            for (var i = from; i < from + length; i++)
            {
                product += (double)dub[i] * clip[i];
                one += (double)dub[i] * dub[i];
                other += (double)clip[i] * clip[i];
            }

            // Next to nothing sounds like anything.
            if (Math.Sqrt(other / length) > 20)
            {
                least = Math.Min(least, product / Math.Sqrt(one * other));
            }
        }

        return least;
    }
}
