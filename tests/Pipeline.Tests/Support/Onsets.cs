using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Measures when the dub of each cue is first heard.</summary>
internal static class Onsets
{
    private const int Audible = 200;

    /// <summary>Seconds between the start of a cue and its first audible sample.</summary>
    public static List<double> Of(string voicePath, IEnumerable<Cue> cues)
    {
        using var wav = WavReader.Open(voicePath);
        var samples = wav.ReadAll();
        return cues.Select(cue =>
        {
            var start = (int)(cue.Start * wav.Format.SampleRate);
            return (Array.FindIndex(samples, start, sample => Math.Abs((int)sample) > Audible) - start) / (double)wav.Format.SampleRate;
        }).ToList();
    }
}
