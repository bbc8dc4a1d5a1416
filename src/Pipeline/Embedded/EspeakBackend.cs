using System.Globalization;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Speech by espeak-ng.</summary>
internal sealed class EspeakBackend(EmbeddedTools tools, bool usesGpu) : ISynthesizerBackend
{
    private readonly SpeechVoices _voices = new(tools.Options);

    public bool UsesGpu { get; } = usesGpu;

    // The lease limits how much is computed at once; there is no device to share.
    public bool NeedsDevice => false;

    public EngineOffer Offer => new()
    {
        Targets = [.. _voices.Languages],
        VoicesOf = _voices.For,
        VoiceVariants = _voices.Variants,
    };

    public string Fingerprint(DubbingOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"espeak/1|{ToolLocator.Stamp(EspeakSynthesizer.Program)}|{tools.Options.WordsPerMinute}");

    public IEnumerable<string> Missing()
    {
        if (ToolLocator.Find(EspeakSynthesizer.Program) is null)
        {
            yield return EspeakSynthesizer.Program;
        }

        if (!_voices.Languages.Any())
        {
            yield return "voices";
        }
    }

    public async Task<string> NameAsync(DubbingOptions options, CancellationToken cancellationToken) =>
        "embedded (" + await tools.VersionAsync(EspeakSynthesizer.Program, "--version", cancellationToken) + ")";

    public ISpeechSynthesizer Open(StageRequest request)
    {
        var options = request.Options;
        var chosen = (options.Voices?.Values ?? []).Append(options.Voice).OfType<string>();
        if (_voices.Default(options.TargetLanguage) is null || chosen.Any(voice => !_voices.Speaks(voice, options.TargetLanguage)))
        {
            throw new StageException(
                ErrorCodes.UnknownVoice, $"The voice for '{options.TargetLanguage}' is not installed on this machine. Choose another voice, or ask an operator to install it.");
        }

        return new EspeakSynthesizer(tools, _voices);
    }
}
