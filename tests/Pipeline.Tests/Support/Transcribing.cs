using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>The stage Transcribe with a recognizer of the test.</summary>
internal static class Transcribing
{
    /// <summary>Transcribes <c>speech.wav</c> of the directory.</summary>
    public static async Task<Transcript> RunAsync(
        TempDirectory directory, ISpeechRecognizer recognizer, double maxPartSeconds, IProgress<StageProgress> progress, string language = "en", int parallel = 1)
    {
        var engine = new RecognizeEngine(_ => recognizer, new RecognizerTraits { Fingerprint = _ => "test", MaxPartSeconds = maxPartSeconds, Parallel = parallel });
        var work = directory.Sub("work");
        await engine.RunAsync(
            new StageRequest(
                Stage.Transcribe, work, new Dictionary<string, string> { [Artifacts.Speech] = directory.File("speech.wav") },
                new DubbingOptions { SourceLanguage = language, TargetLanguage = "es" }, PipelineHost.Limits),
            progress, CancellationToken.None);
        Assert.Equal([Artifacts.Transcript], Directory.GetFiles(work).Select(Path.GetFileName));
        return await PipelineJson.ReadAsync<Transcript>(Path.Combine(work, Artifacts.Transcript), CancellationToken.None);
    }

    /// <summary>The words of all cues, without case and punctuation.</summary>
    public static IEnumerable<string> Heard(Transcript transcript) =>
        transcript.Cues.SelectMany(cue => cue.Text.Split(' ')).Select(WordText.Normalize);

    public static void AssertReadable(Transcript transcript)
    {
        Assert.All(transcript.Cues, cue => Assert.InRange(cue.Duration, 0.05, CueBuilder.MaxSeconds + 0.001));
        Assert.All(transcript.Cues, cue => Assert.InRange(cue.Text.Length, 1, 84));
        Assert.All(transcript.Cues.Zip(transcript.Cues.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{pair}"));
    }
}
