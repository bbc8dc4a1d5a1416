using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;
using TransVox.Pipeline.Warm;
using TransVox.Pipeline.Whisper;

namespace TransVox.Pipeline.Engines;

/// <summary>Makes the engine of every stage of a profile.</summary>
internal sealed class EngineFactory(EngineProfile profile, EmbeddedTools tools, RemoteServers servers)
{
    public static IReadOnlyDictionary<Stage, IStageEngine> Create(EngineProfile profile, EmbeddedTools tools, RemoteServers servers)
    {
        var factory = new EngineFactory(profile, tools, servers);
        var translator = factory.Translator(profile.Stages[Stage.Translate]);
        return profile.Stages.ToDictionary(pair => pair.Key, pair => factory.Create(pair.Key, pair.Value, translator));
    }

    /// <summary>The stages that hold a GPU lease, unless a server does them.</summary>
    public static bool UsesGpuByDefault(Stage stage, EngineKind? engine) =>
        stage is Stage.Separate or Stage.Transcribe or Stage.Synthesize && engine is not (EngineKind.OpenAi or EngineKind.Azure);

    private IStageEngine Create(Stage stage, StageProfile own, ITranslatorBackend translator)
    {
        var usesGpu = own.UsesGpu ?? UsesGpuByDefault(stage, own.Engine);
        return own.Engine switch
        {
            EngineKind.Command => new CommandEngine(stage, own, profile.Settings, tools.Runner, new Converters(tools.Ffmpeg)),
            EngineKind.Warm => new WarmEngine(stage, own, profile.Settings, tools.Runner, tools.Time),
            EngineKind.Whisper => WhisperRecognizer.CreateEngine(own, tools, usesGpu),
            _ => stage switch
            {
                Stage.Probe => new ProbeEngine(tools),
                Stage.Extract => new ExtractEngine(tools),
                Stage.Separate => new SeparateEngine(tools, usesGpu),
                Stage.Transcribe => RemoteEngines.IsRemote(own)
                    ? RemoteEngines.Recognizer(own, profile.Settings, servers)
                    : new RecognizeEngine(_ => new SphinxRecognizer(tools), SphinxRecognizer.Traits(tools, usesGpu)),
                Stage.Translate => new TranslateEngine(translator),
                Stage.Synthesize => new SynthesizeEngine(Voice(own, usesGpu), EngineOffer.Of(stage, own), Shortener(translator), tools.Ffmpeg),
                Stage.Mix => new MixEngine(tools),
                Stage.Mux => new MuxEngine(tools),
                _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such stage."),
            },
        };
    }

    private ITranslatorBackend Translator(StageProfile own) =>
        RemoteEngines.IsRemote(own) ? RemoteEngines.Translator(own, profile.Settings, servers) : new ApertiumBackend(tools);

    private ISynthesizerBackend Voice(StageProfile own, bool usesGpu) =>
        RemoteEngines.IsRemote(own) ? RemoteEngines.Synthesizer(own, profile.Settings, servers, tools.Ffmpeg) : new EspeakBackend(tools, usesGpu);

    /// <summary>Language models can say a line in fewer words; apertium and Azure Translator cannot.</summary>
    private ITranslatorBackend? Shortener(ITranslatorBackend translator) =>
        profile.Stages[Stage.Translate].Engine == EngineKind.OpenAi ? translator : null;
}
