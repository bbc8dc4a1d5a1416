using System.Globalization;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Speakers;

/// <summary>Looks at each speaker's cues in the separated voice: how high it is, and which of them make a reference clip.</summary>
internal static class SpeakerStudy
{
    /// <summary>Longest reference clip in seconds.</summary>
    public const double LongestReference = 15;

    private const double ShortestCue = 0.5;
    private const double MostPerCue = 6;

    // Cues are weighed by how sure the recognition was; where nobody says, in the middle.
    private const double UnknownConfidence = 0.7;

    /// <summary>Who speaks, in the order in which they are first heard; the name of cues without a label is empty.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<Cue> cues) =>
        [.. cues.OrderBy(cue => cue.Start).Select(cue => cue.Speaker ?? "").Distinct(StringComparer.Ordinal)];

    /// <summary>Studies one speaker and writes the reference clip.</summary>
    public static Speaker Study(string name, IReadOnlyList<Cue> cues, WavReader speech, string directory)
    {
        var clearest = Clearest(cues.Where(cue => (cue.Speaker ?? "") == name), speech);
        var samples = clearest.SelectMany(cue => cue.Samples).ToArray();
        var pitch = PitchEstimator.Median(samples, speech.Format.SampleRate);
        var reference = samples.Length == 0 ? null : FreeName(directory);
        if (reference is not null)
        {
            using var writer = new WavWriter(Path.Combine(directory, reference), speech.Format);
            writer.Write(samples);
        }

        return new Speaker(name, pitch, PitchEstimator.RangeOf(pitch), Reference: reference);
    }

    /// <summary>A number, since a label may be any text.</summary>
    private static string FreeName(string directory)
    {
        var number = 1;
        while (File.Exists(Path.Combine(directory, Name(number))))
        {
            number++;
        }

        return Name(number);

        static string Name(int number) => number.ToString(CultureInfo.InvariantCulture) + ".wav";
    }

    /// <summary>The clearest cues that a reference clip has room for, in the order in which they are said.</summary>
    private static IEnumerable<(Cue Cue, short[] Samples)> Clearest(IEnumerable<Cue> cues, WavReader speech)
    {
        var left = LongestReference;
        var chosen = new List<(Cue Cue, short[] Samples)>();
        foreach (var cue in cues.Where(cue => cue.Duration >= ShortestCue)
            .OrderByDescending(cue => (cue.Confidence ?? UnknownConfidence) * Math.Min(cue.Duration, MostPerCue)).ThenBy(cue => cue.Start))
        {
            var seconds = Math.Min(Math.Min(cue.Duration, MostPerCue), left);
            if (seconds < ShortestCue)
            {
                break;
            }

            var samples = new short[(int)(seconds * speech.Format.SampleRate) * speech.Format.Channels];
            speech.Seek((long)(cue.Start * speech.Format.SampleRate));
            var read = speech.Read(samples);
            if (read > 0)
            {
                chosen.Add((cue, samples[..read]));
                left -= seconds;
            }
        }

        return chosen.OrderBy(one => one.Cue.Start);
    }
}
