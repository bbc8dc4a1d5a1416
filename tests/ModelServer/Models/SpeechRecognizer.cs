using System.Globalization;
using System.Runtime.InteropServices;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;

namespace TransVox.ModelServer.Models;

/// <summary>Hears English with pocketsphinx.</summary>
internal sealed class SpeechRecognizer(ProcessRunner programs)
{
    public const string Model = "pocketsphinx";

    /// <summary>Recognizes a sound file of any format.</summary>
    public async Task<Heard> RecognizeAsync(string path, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(path)!;
        var sound = Path.Combine(directory, "speech.wav");
        await programs.RunCheckedAsync(
            new ProcessSpec("ffmpeg", ["-v", "error", "-nostdin", "-y", "-i", path, "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", sound]), cancellationToken);
        using var wav = WavReader.Open(sound);
        double[] levels;
        await using (var raw = File.Create(Path.Combine(directory, "speech.raw")))
        {
            levels = SpeechSegmenter.Levels(wav, piece => raw.Write(MemoryMarshal.AsBytes(piece)));
        }

        var segments = SpeechSegmenter.FromLevels(levels);
        var words = segments.Count == 0 ? [] : await HearAsync(directory, segments, cancellationToken);
        return new Heard(wav.Duration, [.. words.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
    }

    private async Task<Dictionary<int, List<Pipeline.Recognition.RecognizedWord>>> HearAsync(
        string directory, List<SpeechSegment> segments, CancellationToken cancellationToken)
    {
        var (control, result) = (Path.Combine(directory, "speech.ctl"), Path.Combine(directory, "speech.ctm"));
        var lines = segments.Select((segment, i) => string.Create(CultureInfo.InvariantCulture, $"speech {segment.Start} {segment.End} u{i}"));
        await File.WriteAllLinesAsync(control, lines, cancellationToken);
        var model = new EmbeddedOptions().RecognizerModel;
        await programs.RunCheckedAsync(
            new ProcessSpec(
                "pocketsphinx_batch",
                ["-adcin", "yes", "-cepdir", directory, "-cepext", ".raw", "-ctl", control, "-ctm", result, "-remove_silence", "no",
                 "-hmm", Path.Combine(model, "en-us"), "-lm", Path.Combine(model, "en-us.lm.bin"), "-dict", Path.Combine(model, "cmudict-en-us.dict")]),
            cancellationToken);
        return CtmParser.Parse(await File.ReadAllLinesAsync(result, cancellationToken), segments);
    }
}
