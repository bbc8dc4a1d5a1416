using System.Globalization;
using CliWrap;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Speaks cues with espeak-ng, faster where the slot is short; reuses clips that say the same.</summary>
internal sealed class SynthesizeEngine(EmbeddedTools tools, bool usesGpu) : EmbeddedEngine(tools, usesGpu)
{
    private const string Program = "espeak-ng";

    // Above this rate (at speed 1) the voice cannot be followed; the rest is up to mixing.
    private const double MostWordsPerMinute = 220;

    private readonly SpeechVoices _voices = new(tools.Options);

    protected override IReadOnlyList<string> Programs => [Program];

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{VoiceOf(options)};{options.Speed:0.###};{Tools.Options.WordsPerMinute}");

    public override EngineOffer Offer => new()
    {
        Targets = [.. _voices.Languages],
        VoicesOf = _voices.For,
        VoiceVariants = _voices.Variants,
    };

    public override IEnumerable<string> Missing() => _voices.Languages.Any() ? base.Missing() : base.Missing().Append("voices");

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        RequireVoice(request.Options);
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        var slots = SlotPlan.Seconds(translation.Cues);
        var plan = translation.Cues.Select((cue, i) => Plan(cue, slots[i], request.Options)).ToList();
        var clips = Directory.CreateDirectory(Path.Combine(request.WorkDirectory, "clips")).FullName;
        var wanted = plan.Where(clip => clip.Text.Length > 0).Select(clip => clip.File).ToHashSet(StringComparer.Ordinal);
        if (request.Inputs.TryGetValue(Artifacts.Clips, out var earlier))
        {
            ClipArchive.Unpack(earlier, clips, wanted);
        }

        var missing = plan.Where(clip => clip.Text.Length > 0 && !Usable(Path.Combine(clips, clip.File)))
            .DistinctBy(clip => clip.File).ToList();
        await SpeakAllAsync(request, clips, missing, progress, cancellationToken);

        var index = new ClipIndex([.. plan.Select(clip => Entry(clip, clips))], missing.Count);
        ClipArchive.Pack(Partial(request, Artifacts.Clips), clips, wanted);
        Complete(request, Artifacts.Clips);
        await PipelineJson.WriteAsync(Output(request, Artifacts.ClipIndex), index, cancellationToken);
        Directory.Delete(clips, recursive: true);
        var silent = plan.Where(clip => clip.Text.Length == 0).Select(clip => clip.Cue).ToList();
        List<string> warnings = silent.Count == 0 ? [] : [$"Nothing to say in cue {string.Join(", ", silent.Take(20))}: silent there."];
        return new EngineResult("embedded (" + await Tools.VersionAsync(Program, "--version", cancellationToken) + ")", warnings);
    }

    private void RequireVoice(DubbingOptions options)
    {
        if (options.Voice is { } voice ? !_voices.Speaks(voice, options.TargetLanguage) : _voices.Default(options.TargetLanguage) is null)
        {
            throw new StageException(
                ErrorCodes.UnknownVoice, $"The voice for '{options.TargetLanguage}' is not installed on this machine. Choose another voice, or ask an operator to install it.");
        }
    }

    private static ClipEntry Entry(PlannedClip clip, string directory)
    {
        if (clip.Text.Length == 0)
        {
            return new ClipEntry(clip.Cue, null, 0);
        }

        using var wav = WavReader.Open(Path.Combine(directory, clip.File));
        return new ClipEntry(clip.Cue, clip.File, Math.Round(wav.Duration, 3));
    }

    private static bool Usable(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var wav = WavReader.Open(path);
            return wav.Frames > 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private PlannedClip Plan(Cue cue, double slot, DubbingOptions options)
    {
        var text = SpokenText.From(cue.Translation, options.TargetLanguage);
        var name = ClipArchive.NameOf(
            $"{Program}/{Revision}",
            text,
            VoiceOf(options),
            options.Speed.ToString("0.###", CultureInfo.InvariantCulture),
            Tools.Options.WordsPerMinute.ToString(CultureInfo.InvariantCulture),
            slot.ToString("0.00", CultureInfo.InvariantCulture));
        return new PlannedClip(cue.Index, text, name, slot);
    }

    private async Task SpeakAllAsync(
        StageRequest request, string directory, List<PlannedClip> clips, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var done = 0;
        var voice = VoiceOf(request.Options);
        var limit = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4),
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(clips, limit, async (clip, token) =>
        {
            await SpeakAsync(directory, clip, voice, request.Options.Speed, token);
            progress.Report(new StageProgress(Math.Min(0.95, (double)Interlocked.Increment(ref done) / clips.Count)));
        });
    }

    /// <summary>Speaks a clip; a second time and faster when it does not fit.</summary>
    private async Task SpeakAsync(string directory, PlannedClip clip, string voice, double speed, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, clip.File);
        var rate = Math.Clamp(Tools.Options.WordsPerMinute * speed, 80, 450);
        var duration = await SpeakOnceAsync(path, clip.Text, voice, rate, cancellationToken);
        var fastest = Math.Min(450, Math.Max(rate, MostWordsPerMinute * Math.Max(1, speed)));
        if (duration > clip.Slot && rate < fastest)
        {
            await SpeakOnceAsync(path, clip.Text, voice, Math.Min(fastest, rate * duration / clip.Slot), cancellationToken);
        }
    }

    private async Task<double> SpeakOnceAsync(string path, string text, string voice, double rate, CancellationToken cancellationToken)
    {
        var outcome = await Runner.RunCheckedAsync(
            new ProcessSpec(Program, ["-v", voice, "-z", "-s", Math.Round(rate).ToString(CultureInfo.InvariantCulture), "-w", path, "--stdin"])
            {
                StandardInput = PipeSource.FromString(text + "\n"),
                TimeLimit = TimeSpan.FromMinutes(2),
            },
            cancellationToken);

        // It returns 0 when it cannot write.
        if (!Usable(path))
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, "The speech synthesizer wrote no sound. Try again.", Retryability.Transient, outcome.ExitCode, outcome.LogTail);
        }

        SilenceTrimmer.Trim(path);
        using var wav = WavReader.Open(path);
        return wav.Duration;
    }

    private string VoiceOf(DubbingOptions options) =>
        options.Voice ?? _voices.Default(options.TargetLanguage) ?? Languages.Base(options.TargetLanguage);

    private sealed record PlannedClip(int Cue, string Text, string File, double Slot);
}
