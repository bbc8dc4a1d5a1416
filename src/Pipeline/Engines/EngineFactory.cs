using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Warm;

namespace TransVox.Pipeline.Engines;

/// <summary>Makes the engine of every stage.</summary>
internal static class EngineFactory
{
    public static IReadOnlyDictionary<Stage, IStageEngine> Create(EngineProfile profile, EmbeddedTools tools, RemoteServers servers) =>
        profile.Stages.ToDictionary(pair => pair.Key, pair => Create(pair.Key, pair.Value, profile.Settings, tools, servers));

    /// <summary>The stages that hold a GPU lease, unless a server does them.</summary>
    public static bool UsesGpuByDefault(Stage stage, EngineKind? engine) =>
        stage is Stage.Separate or Stage.Transcribe or Stage.Synthesize && engine is not (EngineKind.OpenAi or EngineKind.Azure);

    private static IStageEngine Create(
        Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings, EmbeddedTools tools, RemoteServers servers) => profile.Engine switch
        {
            EngineKind.OpenAi or EngineKind.Azure => RemoteEngines.Create(stage, profile, settings, tools, servers),
            EngineKind.Command => new CommandEngine(stage, profile, settings, tools.Runner, new Converters(tools.Ffmpeg)),
            EngineKind.Warm => new WarmEngine(stage, profile, settings, tools.Runner, tools.Time),
            _ => Embedded(stage, tools, profile.UsesGpu ?? UsesGpuByDefault(stage, profile.Engine)),
        };

    private static IStageEngine Embedded(Stage stage, EmbeddedTools tools, bool usesGpu) => stage switch
    {
        Stage.Probe => new ProbeEngine(tools),
        Stage.Extract => new ExtractEngine(tools),
        Stage.Separate => new SeparateEngine(tools, usesGpu),
        Stage.Transcribe => new TranscribeEngine(tools, usesGpu),
        Stage.Translate => new TranslateEngine(tools),
        Stage.Synthesize => new SynthesizeEngine(tools, usesGpu),
        Stage.Mix => new MixEngine(tools),
        Stage.Mux => new MuxEngine(tools),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such stage."),
    };
}
