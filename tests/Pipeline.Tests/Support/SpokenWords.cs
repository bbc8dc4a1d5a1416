using System.Buffers;
using System.Runtime.InteropServices;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Recognition;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>
/// A vocabulary of spoken words, recordings made of them, and a recognizer that knows them by their samples: what it hears is exactly
/// what is there. Of a word that was cut it hears a fragment, as real ones do.
/// </summary>
internal sealed class SpokenWords : ISpeechRecognizer
{
    private static readonly string[] Text =
        ("north river morning window yellow garden seven mountain paper silver winter candle bridge ocean letter father "
        + "summer kitchen doctor island market forest second village hundred animal music station circle evening").Split(' ');

    private readonly Dictionary<UInt128, (string Word, int Length, int At)> _marks = [];
    private readonly Dictionary<string, short[]> _sounds = [];

    /// <summary>Seconds of the longest recording that it was given.</summary>
    public double Longest { get; private set; }

    public static async Task<SpokenWords> CreateAsync(ProcessRunner runner, TempDirectory directory)
    {
        var words = new SpokenWords();
        foreach (var word in Text)
        {
            words.Add(word, await Sound.SpeakAsync(runner, directory, word));
        }

        return words;
    }

    /// <summary>Writes words with pauses between them, at random but always the same; returns them with their times.</summary>
    /// <param name="pause">Seconds behind the word of a number; a long one may hold music instead of silence.</param>
    public List<RecognizedWord> Write(string path, double seconds, Func<int, double> pause)
    {
        var random = new Random(42);
        var said = new List<RecognizedWord>();
        var music = Sound.Music(2);
        long at = 0;
        using var writer = new WavWriter(path, PcmFormat.Mono16);
        for (var i = 0; at < seconds * Sound.Rate; i++)
        {
            var word = Text[random.Next(Text.Length)];
            writer.Write(_sounds[word]);
            said.Add(new RecognizedWord((double)at / Sound.Rate, (double)(at + _sounds[word].Length) / Sound.Rate, word, 0.9));
            at += _sounds[word].Length;
            for (var left = (long)(pause(i) * Sound.Rate); left > 0; left -= music.Length)
            {
                var silence = left > 20L * Sound.Rate ? music : new short[Math.Min(left, music.Length)];
                writer.Write(silence);
                at += silence.Length;
            }
        }

        return said;
    }

    public Task<RecognitionResult> RecognizeAsync(
        string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var wav = WavReader.Open(audio);
        // Rented: of an hour the parts alone would leave as much garbage as reading it whole, which a test looks for.
        var rented = ArrayPool<short>.Shared.Rent((int)wav.Frames);
        var samples = rented.AsSpan(0, wav.Read(rented.AsSpan(0, (int)wav.Frames)));
        Longest = Math.Max(Longest, wav.Duration);
        var words = new List<RecognizedWord>();
        for (var i = 0; i + 8 <= samples.Length; i++)
        {
            if (!_marks.TryGetValue(MemoryMarshal.Read<UInt128>(MemoryMarshal.AsBytes(samples.Slice(i, 8))), out var mark))
            {
                continue;
            }

            var (start, end) = (i - mark.At, i - mark.At + mark.Length);
            var whole = start >= 0 && end <= samples.Length;
            words.Add(new RecognizedWord(
                Math.Max(0, (double)start / Sound.Rate), Math.Min(wav.Duration, (double)end / Sound.Rate), whole ? mark.Word : mark.Word[..3], 0.9));
        }

        ArrayPool<short>.Shared.Return(rented);
        // As models do: a segment of some words, with a text.
        var segments = words.Chunk(12).Select(chunk => new RecognizedSegment(chunk[0].Start, chunk[^1].End, string.Join(' ', chunk.Select(w => w.Text)), chunk));
        return Task.FromResult(new RecognitionResult(language ?? "en", [.. segments], "known words"));
    }

    private void Add(string word, short[] sound)
    {
        // Without the silence that the synthesizer puts around it.
        var first = Array.FindIndex(sound, s => Math.Abs((int)s) > 300);
        var last = Array.FindLastIndex(sound, s => Math.Abs((int)s) > 300);
        sound = sound[first..(last + 1)];
        // Known by its loudest samples: eight of them are like no other's.
        var loudest = Enumerable.Range(0, sound.Length - 8).MaxBy(i => Math.Abs((int)sound[i]));
        _marks.Add(MemoryMarshal.Read<UInt128>(MemoryMarshal.AsBytes(sound.AsSpan(loudest, 8))), (word, sound.Length, loudest));
        _sounds.Add(word, sound);
    }
}
