using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>What a stage must know of the server that does it.</summary>
/// <param name="name">As recorded.</param>
internal abstract class RemoteBackend(RemoteServer server, StageProfile profile, string name) : IStageBackend
{
    public bool UsesGpu { get; } = profile.UsesGpu ?? false;

    public bool NeedsDevice => profile.NeedsDevice ?? UsesGpu;

    public virtual EngineOffer Offer => EngineOffer.Anything;

    public string Fingerprint(DubbingOptions options) => $"{name}|{profile.Version}|{server.Fingerprint}";

    public IEnumerable<string> Missing() => server.Missing();

    public Task<string> NameAsync(DubbingOptions options, CancellationToken cancellationToken) => Task.FromResult(name);
}
