using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;
using TransVox.Pipeline.Warm;
using TransVox.Pipeline.Whisper;

namespace TransVox.Pipeline.Engines;

/// <summary>Makes the engine of every stage.</summary>
internal static class EngineFactory
{
    public static IReadOnlyDictionary<Stage, IStageEngine> Create(EngineProfile profile, EmbeddedTools tools) =>
        profile.Stages.ToDictionary(pair => pair.Key, pair => Create(pair.Key, pair.Value, profile.Settings, tools));

    /// <summary>The stages that hold a GPU lease.</summary>
    public static bool UsesGpuByDefault(Stage stage) => stage is Stage.Separate or Stage.Transcribe or Stage.Synthesize;

    private static IStageEngine Create(
        Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings, EmbeddedTools tools) => profile.Engine switch
        {
            EngineKind.Command => new CommandEngine(stage, profile, settings, tools.Runner, new Converters(tools.Ffmpeg)),
            EngineKind.Warm => new WarmEngine(stage, profile, settings, tools.Runner, tools.Time),
            EngineKind.Whisper => WhisperRecognizer.CreateEngine(profile, tools, profile.UsesGpu ?? UsesGpuByDefault(stage)),
            _ => Embedded(stage, EngineOffer.Of(stage, profile), tools, profile.UsesGpu ?? UsesGpuByDefault(stage)),
        };

    private static IStageEngine Embedded(Stage stage, EngineOffer declared, EmbeddedTools tools, bool usesGpu) => stage switch
    {
        Stage.Probe => new ProbeEngine(tools),
        Stage.Extract => new ExtractEngine(tools),
        Stage.Separate => new SeparateEngine(tools, usesGpu),
        Stage.Transcribe => new RecognizeEngine(_ => new SphinxRecognizer(tools), SphinxRecognizer.Traits(tools, usesGpu)),
        Stage.Translate => new TranslateEngine(new ApertiumBackend(tools)),
        // apertium cannot say a line in fewer words.
        Stage.Synthesize => new SynthesizeEngine(new EspeakBackend(tools, usesGpu), declared, shortener: null, tools.Ffmpeg),
        Stage.Mix => new MixEngine(tools),
        Stage.Mux => new MuxEngine(tools),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such stage."),
    };
}
