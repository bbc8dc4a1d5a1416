using System.Globalization;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>Speaks cues with a service; clips that say the same are reused.</summary>
internal sealed class RemoteSynthesizeEngine(
    StageProfile profile, IReadOnlyDictionary<string, string> settings, ServerKey key, ISpeechSynthesizer synthesizer, string engine)
    : RemoteEngine(Stage.Synthesize, profile, settings, key)
{
    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var options = request.Options;
        var voice = options.Voice ?? UsualVoice(options.TargetLanguage);
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        var slots = SlotPlan.Seconds(translation.Cues);
        var speed = options.Speed.ToString("0.###", CultureInfo.InvariantCulture);
        var plan = translation.Cues.Select(cue => (cue.Index, Text: SpokenText.From(cue.Translation))).Select((cue, i) =>
            (cue.Index, cue.Text, File: cue.Text.Length == 0 ? null : ClipArchive.NameOf(engine, cue.Text, voice, speed), Slot: slots[i])).ToList();
        var clips = Directory.CreateDirectory(Path.Combine(request.WorkDirectory, "clips")).FullName;
        var wanted = plan.Select(clip => clip.File).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (request.Inputs.TryGetValue(Artifacts.Clips, out var earlier))
        {
            ClipArchive.Unpack(earlier, clips, wanted);
        }

        var missing = plan.Where(clip => clip.File is { } file && !File.Exists(Path.Combine(clips, file))).DistinctBy(clip => clip.File).ToList();
        var done = 0;
        var limit = new ParallelOptions { MaxDegreeOfParallelism = synthesizer.AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, limit, async (clip, token) =>
        {
            await synthesizer.SpeakAsync(
                new SpeechRequest(clip.Text, options.TargetLanguage, voice, options.Speed, clip.Slot), Path.Combine(clips, clip.File!), token);
            progress.Report(new StageProgress(Math.Min(0.95, (double)Interlocked.Increment(ref done) / missing.Count)));
        });
        var index = new ClipIndex([.. plan.Select(clip => new ClipEntry(clip.Index, clip.File, clip.File is null ? 0 : Length(Path.Combine(clips, clip.File))))], missing.Count);
        ClipArchive.Pack(Path.Combine(request.WorkDirectory, Artifacts.Clips), clips, wanted);
        await PipelineJson.WriteAsync(Path.Combine(request.WorkDirectory, Artifacts.ClipIndex), index, cancellationToken);
        Directory.Delete(clips, recursive: true);
        return new EngineResult(engine);
    }

    private string UsualVoice(string language)
    {
        var offer = EngineOffer.Of(Stage.Synthesize, Profile);
        return (offer.VoicesOf(language) ?? offer.Voices) is [var usual, ..]
            ? usual
            : throw new StageException(ErrorCodes.UnknownVoice, $"There is no voice for '{language}'. Choose one, or ask an operator to name one.");
    }

    private static double Length(string path)
    {
        SilenceTrimmer.Trim(path);
        using var wav = WavReader.Open(path);
        return Math.Round(wav.Duration, 3);
    }
}
