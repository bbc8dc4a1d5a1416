using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>Makes the engine of every stage.</summary>
internal static class EngineFactory
{
    public static IReadOnlyDictionary<Stage, IStageEngine> Create(EmbeddedTools tools) =>
        Enum.GetValues<Stage>().ToDictionary(stage => stage, stage => Embedded(stage, tools, usesGpu: UsesGpuByDefault(stage)));

    /// <summary>The stages that hold a GPU lease.</summary>
    public static bool UsesGpuByDefault(Stage stage) => stage is Stage.Separate or Stage.Transcribe or Stage.Synthesize;

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
