using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>A server that speaks.</summary>
internal sealed class RemoteSynthesizerBackend(RemoteServer server, StageProfile profile, string name, ISpeechSynthesizer synthesizer)
    : RemoteBackend(server, profile, name), ISynthesizerBackend
{
    private readonly EngineOffer _declared = EngineOffer.Of(Stage.Synthesize, profile);

    public override EngineOffer Offer { get; } = new() { CanChooseSpeed = synthesizer.MostSpeed > 1 };

    /// <exception cref="StageException"><see cref="ErrorCodes.UnknownVoice"/>: servers want a voice to be named, and there is none.</exception>
    public ISpeechSynthesizer Open(StageRequest request)
    {
        var language = request.Options.TargetLanguage;
        return (_declared.VoicesOf(language) ?? _declared.Voices) is { Count: > 0 }
            ? synthesizer
            : throw new StageException(ErrorCodes.UnknownVoice, $"There is no voice for '{language}'. Choose another language, or ask an operator to name one.");
    }
}
