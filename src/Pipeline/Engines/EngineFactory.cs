using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;
using TransVox.Pipeline.Warm;

namespace TransVox.Pipeline.Engines;

/// <summary>Makes the engine of every stage.</summary>
internal static class EngineFactory
{
    public static IReadOnlyDictionary<Stage, IStageEngine> Create(EngineProfile profile, EmbeddedTools tools) =>
        profile.Stages.ToDictionary(pair => pair.Key, pair => Create(pair.Key, pair.Value, profile, tools));

    /// <summary>The stages that hold a GPU lease.</summary>
    public static bool UsesGpuByDefault(Stage stage) => stage is Stage.Separate or Stage.Transcribe or Stage.Synthesize;

    private static IStageEngine Create(
        Stage stage, StageProfile own, EngineProfile profile, EmbeddedTools tools) => own.Engine switch
        {
            EngineKind.Command => new CommandEngine(stage, own, profile.Settings, tools.Runner, new Converters(tools.Ffmpeg)),
            EngineKind.Warm => new WarmEngine(stage, own, profile.Settings, tools.Runner, tools.Time),
            _ => BuiltIn(stage, own, profile, tools),
        };

    private static IStageEngine BuiltIn(Stage stage, StageProfile own, EngineProfile profile, EmbeddedTools tools) => stage switch
    {
        Stage.Translate => new TranslateEngine(Translator(own, tools)!),
        Stage.Synthesize => new SynthesizeEngine(
            Synthesizer(own, tools), EngineOffer.Of(stage, own), Translator(profile.Stages.GetValueOrDefault(Stage.Translate), tools), tools.Ffmpeg),
        _ => Embedded(stage, tools, own.UsesGpu ?? UsesGpuByDefault(stage)),
    };

    /// <summary>Who translates; null where programs do the whole stage.</summary>
    private static ApertiumBackend? Translator(StageProfile? profile, EmbeddedTools tools) =>
        profile?.Engine is EngineKind.Command or EngineKind.Warm ? null : new ApertiumBackend(tools);

    private static EspeakBackend Synthesizer(StageProfile profile, EmbeddedTools tools) =>
        new EspeakBackend(tools, profile.UsesGpu ?? UsesGpuByDefault(Stage.Synthesize));

    private static IStageEngine Embedded(Stage stage, EmbeddedTools tools, bool usesGpu) => stage switch
    {
        Stage.Probe => new ProbeEngine(tools),
        Stage.Extract => new ExtractEngine(tools),
        Stage.Separate => new SeparateEngine(tools, usesGpu),
        Stage.Transcribe => new TranscribeEngine(tools, usesGpu),
        Stage.Mix => new MixEngine(tools),
        Stage.Mux => new MuxEngine(tools),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such stage."),
    };
}
