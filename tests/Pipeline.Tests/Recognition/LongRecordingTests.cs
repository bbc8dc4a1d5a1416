using System.Diagnostics;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace TransVox.Pipeline.Tests.Recognition;

/// <summary>It measures the memory of this process: no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(LongRecordingTests), DisableParallelization = true)]
[Collection(nameof(LongRecordingTests))]
public sealed class LongRecordingTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempDirectory _directory = new();

    /// <summary>The figures of docs/engines.md.</summary>
    [Fact]
    public async Task An_hour_is_transcribed_in_parts_without_a_lost_or_doubled_word()
    {
        await using var runner = Programs.Runner();
        var words = await SpokenWords.CreateAsync(runner, _directory);
        // What the model of voice activity takes is taken once, not by the hour.
        words.Write(_directory.File("speech.wav"), 30, _ => 0.06);
        await Transcribing.RunAsync(_directory, words, 28, new Progress<StageProgress>());
        // Sentences of seven words; now and then a longer pause, minutes of talk without one, and half a minute of music.
        var said = words.Write(_directory.File("speech.wav"), 3600, i => (i % 400, i % 7) switch
        {
            (399, _) => 30,
            ( < 150, _) => 0.03,
            (_, 6) => 0.5 + (i % 5 * 0.4),
            _ => 0.06,
        });
        GC.Collect();
        var before = Environment.WorkingSet;
        var peak = new Peak(before);
        var watch = Stopwatch.StartNew();

        var transcript = await Transcribing.RunAsync(_directory, words, 28, peak);

        output.WriteLine($"{said.Count} words, {transcript.Cues.Count} cues; {watch.Elapsed.TotalSeconds:0} s; memory {before >> 20} MB before, {peak.Bytes >> 20} MB at most");
        Assert.Equal(said.Select(w => w.Text), Transcribing.Heard(transcript));
        Assert.InRange(words.Longest, 20, 28);
        Transcribing.AssertReadable(transcript);
        var starts = said.Select(w => w.Start).ToList();
        Assert.All(transcript.Cues, cue => Assert.InRange(starts.Min(start => Math.Abs(start - cue.Start)), 0, 0.02));
        // The recording alone is 115 MB.
        Assert.InRange(peak.Bytes - before, 0, 64L << 20);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Looks at this process's memory at every hundredth of the stage: a look leaves garbage itself.</summary>
    private sealed class Peak(long before) : IProgress<StageProgress>
    {
        private double _next;

        public long Bytes { get; private set; } = before;

        public void Report(StageProgress value)
        {
            if (value.Fraction < _next)
            {
                return;
            }

            _next = value.Fraction + 0.01;
            Bytes = Math.Max(Bytes, Environment.WorkingSet);
        }
    }
}
