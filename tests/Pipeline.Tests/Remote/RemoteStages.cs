using TransVox.ModelServer;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>Single stages through the model server, over real connections.</summary>
internal sealed class RemoteStages : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();

    private RemoteStages(ModelServerApp server, PipelineHost host) => (Server, Host) = (server, host);

    public ModelServerApp Server { get; }

    public PipelineHost Host { get; }

    public string Directory => _directory.Path;

    /// <summary>A server that behaves, and a pipeline that asks it once unless settings say otherwise.</summary>
    public static async Task<RemoteStages> StartAsync(string? key = null, params (string Key, string Value)[] settings)
    {
        var server = await ModelServerApp.StartAsync(key: key);
        return new(server, new PipelineHost([("profile", "openai-local"), ("settings:server", server.Address), .. settings]));
    }

    /// <summary>A recording of 16 kHz mono, recognized.</summary>
    public async Task<(Transcript Transcript, StageResult Result)> TranscribeAsync(string speech, CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(Stage.Transcribe, new() { [Artifacts.Speech] = speech }, cancellationToken);
        return (await PipelineJson.ReadAsync<Transcript>(result.Outputs[Artifacts.Transcript], default), result);
    }

    /// <summary>The speech of the sample.</summary>
    public async Task<string> SampleAsync()
    {
        var speech = _directory.File("sample.wav");
        await Programs.FfmpegAsync(Host.Processes, "-i", TestData.Sample, "-vn", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", speech);
        return speech;
    }

    /// <summary>Lines of five seconds each, translated.</summary>
    public async Task<(IReadOnlyList<string> Lines, StageResult Result)> TranslateAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken = default)
    {
        var transcript = _directory.File(Artifacts.Transcript);
        await PipelineJson.WriteAsync(transcript, new Transcript("en", null, Cues(lines)), default);
        var result = await RunAsync(Stage.Translate, new() { [Artifacts.Transcript] = transcript }, cancellationToken);
        var translation = await PipelineJson.ReadAsync<Transcript>(result.Outputs[Artifacts.Translation], default);
        return ([.. translation.Cues.Select(cue => cue.Translation!)], result);
    }

    /// <summary>Lines of five seconds each, spoken.</summary>
    public async Task<StageResult> SpeakAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken = default)
    {
        var translation = _directory.File(Artifacts.Translation);
        await PipelineJson.WriteAsync(translation, new Transcript("en", "es", [.. Cues(lines).Select(cue => cue with { Translation = cue.Text })]), default);
        return await RunAsync(Stage.Synthesize, new() { [Artifacts.Translation] = translation }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Server.DisposeAsync();
        _directory.Dispose();
    }

    private static List<Cue> Cues(IReadOnlyList<string> lines) => [.. lines.Select((line, i) => new Cue(i + 1, i * 5, (i * 5) + 4, line))];

    private Task<StageResult> RunAsync(Stage stage, Dictionary<string, string> artifacts, CancellationToken cancellationToken) =>
        Host.RunAsync(stage, _directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" }, cancellationToken: cancellationToken);
}
