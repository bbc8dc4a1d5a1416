using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Stages that take and leave real files but compute nothing worth waiting for; a test can make one behave otherwise.</summary>
public sealed class ScriptedStageRunner : IStageRunner
{
    public static readonly string[] CueTexts = ["Hello there.", "How are you?"];

    /// <summary>Stages that ran, in order.</summary>
    public ConcurrentQueue<Stage> Ran { get; } = new();

    /// <summary>Called before a stage writes its outputs.</summary>
    public Func<StageRequest, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public string Version { get; set; } = "1";

    /// <summary>What synthesis makes of a translation that nobody approved; null leaves it as it is.</summary>
    public Func<Cue, Cue>? Rewrite { get; set; }

    /// <summary>What mixing says of the dub; null says nothing.</summary>
    public QualitySummary? Quality { get; set; }

    /// <summary>What a stage uses of services that count it.</summary>
    public Func<Stage, EngineUse?> Use { get; set; } = _ => null;

    /// <summary>What synthesis of one line sounds like; null leaves an archive that nobody opens.</summary>
    public Func<StageRequest, byte[]>? Speak { get; set; }

    /// <summary>What a stage leaves beside its outputs.</summary>
    public Func<Stage, IEnumerable<string>> Extra { get; set; } = _ => [];

    public StageDescription Describe(Stage stage, DubbingOptions options) => new(
        stage, Inputs(stage, options), OptionalInputs(stage), Outputs(stage, options),
        stage is Stage.Separate or Stage.Transcribe or Stage.Synthesize,
        $"{stage} {Version} {(stage is Stage.Translate or Stage.Mux ? string.Join(',', options.TargetLanguages ?? [options.TargetLanguage]) : "")}");

    public IReadOnlyList<MissingPart> Missing { get; set; } = [];

    public IReadOnlyList<MissingPart> FindMissing() => Missing;

    public LanguageCatalogue Catalogue { get; } = new() { Recognized = ["en"], Pairs = [new("en", ["de", "es"]), new("fr", ["es"])] };

    /// <summary>Profiles by name, the default first; without any there is one.</summary>
    public List<ProfileOffer> Profiles { get; } = [];

    public ProfileOffer ProfileOf(DubbingOptions options) =>
        Profiles.Count == 0
            ? new ProfileOffer("scripted", null, null, null, Catalogue)
            : Profiles.FirstOrDefault(p => options.Profile is null || p.Name == options.Profile)
                ?? throw new StageException(ErrorCodes.InvalidRequest, "No such profile.");

    public void Validate(DubbingOptions options, bool ownSubtitles = false)
    {
        if (!ownSubtitles && options.SourceLanguage != "en")
            throw new StageException(ErrorCodes.UnsupportedLanguage, "Only English is recognized.");
        if (options.Output != OutputKind.Transcript && options.ByLanguage().Any(one => one.TargetLanguage is not ("es" or "de" or "pt")))
            throw new StageException(ErrorCodes.UnsupportedLanguage, "Unknown language.");
    }

    public async Task<StageResult> RunAsync(StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        Ran.Enqueue(request.Stage);
        foreach (var input in Inputs(request.Stage, request.Options))
            Assert(File.Exists(request.Inputs[input]), input);
        progress.Report(new StageProgress(0.5, $"{request.Stage} is half done"));
        await Before(request, cancellationToken);
        var outputs = new Dictionary<string, string>();
        foreach (var name in Outputs(request.Stage, request.Options).Concat(Extra(request.Stage)))
        {
            outputs[name] = Path.Combine(request.WorkDirectory, name);
            await File.WriteAllTextAsync(outputs[name], await ContentAsync(request, name), cancellationToken);
        }

        if (request.Stage == Stage.Synthesize && Speak?.Invoke(request) is { } sound)
        {
            await using var zip = await ZipFile.OpenAsync(outputs[Artifacts.Clips] + ".new", ZipArchiveMode.Create, cancellationToken);
            await using (var clip = await zip.CreateEntry("line.wav").OpenAsync(cancellationToken))
                await clip.WriteAsync(sound, cancellationToken);
            outputs[Artifacts.Clips] += ".new";
        }

        if (request.Stage == Stage.Probe && request.Inputs.TryGetValue(Artifacts.Brought, out var brought))
        {
            var isTranslation = (await PipelineJson.ReadAsync<Transcript>(brought, cancellationToken)).TargetLanguage is not null;
            var name = isTranslation ? Artifacts.Translation : Artifacts.Transcript;
            outputs[name] = Path.Combine(request.WorkDirectory, name);
            File.Copy(brought, outputs[name]);
        }

        if (request.Stage == Stage.Synthesize && Rewrite is { } rewrite)
        {
            var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
            if (!translation.Reviewed)
            {
                outputs[Artifacts.Translation] = Path.Combine(request.WorkDirectory, Artifacts.Translation);
                await PipelineJson.WriteAsync(outputs[Artifacts.Translation], translation with { Cues = [.. translation.Cues.Select(rewrite)] }, cancellationToken);
            }
        }

        var quality = request.Stage == Stage.Mix ? Quality : null;
        if (quality is not null)
        {
            outputs[Artifacts.Quality] = Path.Combine(request.WorkDirectory, Artifacts.Quality);
            await PipelineJson.WriteAsync(outputs[Artifacts.Quality], new QualityReport(quality, []), cancellationToken);
        }

        return new StageResult(outputs, "scripted 1", request.Stage == Stage.Probe ? Media(request) : null, request.Stage == Stage.Transcribe ? ["The second cue is unsure."] : null,
            quality, Use: Use(request.Stage));
    }

    private static async Task<string> ContentAsync(StageRequest request, string name)
    {
        var inputs = new List<string>();
        foreach (var input in request.Inputs.OrderBy(i => i.Key, StringComparer.Ordinal))
            inputs.Add(input.Key + ":" + (await File.ReadAllTextAsync(input.Value)).GetHashCode(StringComparison.Ordinal));
        if (name is Artifacts.Transcript)
            return JsonSerializer.Serialize(new Transcript("en", null, [.. CueTexts.Select((t, i) => new Cue(i + 1, i * 2, (i * 2) + 2, t, Confidence: 0.9))]), PipelineJson.Options);
        if (name is Artifacts.Translation)
        {
            var transcript = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Transcript], CancellationToken.None);
            return JsonSerializer.Serialize(
                transcript with
                {
                    TargetLanguage = request.Options.TargetLanguage,
                    Cues = [.. transcript.Cues.Select(c => c with { Translation = $"[{request.Options.TargetLanguage}] {c.Text}" })],
                }, PipelineJson.Options);
        }

        return $"{name} from {string.Join(',', inputs)}";
    }

    private static MediaInfo Media(StageRequest request) =>
        new(10, new FileInfo(request.Inputs[Artifacts.Source]).Length, "mp4", "h264", 320, 240, "aac", 2, 48_000);

    private static void Assert(bool condition, string input)
    {
        if (!condition)
            throw new InvalidOperationException($"Input {input} is missing.");
    }

    private static string[] Inputs(Stage stage, DubbingOptions options) => stage switch
    {
        Stage.Probe => [Artifacts.Source],
        Stage.Extract => [Artifacts.Source, Artifacts.MediaInfo],
        Stage.Separate => [Artifacts.Audio],
        Stage.Transcribe => [Artifacts.Speech],
        Stage.Translate => [Artifacts.Transcript],
        Stage.Synthesize => [Artifacts.Translation],
        Stage.Mix => [Artifacts.Background, Artifacts.Translation, Artifacts.Clips],
        _ when options.TargetLanguages is { } languages => [Artifacts.Source, .. languages.Select(Artifacts.MixOf), .. languages.Select(Artifacts.TranslationOf)],
        _ => [Artifacts.Source, Artifacts.Mix, Artifacts.Translation],
    };

    private static string[] OptionalInputs(Stage stage) => stage switch
    {
        Stage.Probe => [Artifacts.Brought],
        Stage.Synthesize => [Artifacts.Clips],
        _ => [],
    };

    private static string[] Outputs(Stage stage, DubbingOptions options) => stage switch
    {
        Stage.Probe => [Artifacts.MediaInfo],
        Stage.Extract => [Artifacts.Audio],
        Stage.Separate => [Artifacts.Speech, Artifacts.Background],
        Stage.Transcribe => [Artifacts.Transcript],
        Stage.Translate => [Artifacts.Translation],
        Stage.Synthesize => [Artifacts.Clips, Artifacts.ClipIndex],
        Stage.Mix => [Artifacts.Voice, Artifacts.Mix],
        _ => [Artifacts.Dubbed, .. (options.TargetLanguages ?? [options.TargetLanguage]).SelectMany(language => new[] { $"subtitles.{language}.srt", $"subtitles.{language}.vtt" })],
    };
}
