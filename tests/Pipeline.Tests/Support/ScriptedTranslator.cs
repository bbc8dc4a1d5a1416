using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>A translator that answers as a test says, and keeps what it was asked.</summary>
internal sealed class ScriptedTranslator(Func<TranslationRequest, IEnumerable<(int Id, string Text)>> answer, bool canShorten = true) : ILineTranslator, ITranslatorBackend
{
    public List<TranslationRequest> Asked { get; } = [];

    public int MostLines { get; init; } = 10;

    public bool CanShorten => canShorten;

    public bool UsesGpu => false;

    public bool NeedsDevice => false;

    public EngineOffer Offer => EngineOffer.Anything;

    public string Fingerprint(DubbingOptions options) => "scripted";

    public IEnumerable<string> Missing() => [];

    public Task<string> NameAsync(DubbingOptions options, CancellationToken cancellationToken) => Task.FromResult("scripted");

    public ILineTranslator Open(StageRequest request) => this;

    public Task<IReadOnlyList<(int Id, string Text)>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return Task.FromResult<IReadOnlyList<(int, string)>>([.. answer(request)]);
    }
}
