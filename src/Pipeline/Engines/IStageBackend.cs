using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>What a stage must know of the program or service that it uses.</summary>
internal interface IStageBackend
{
    /// <inheritdoc cref="IStageEngine.UsesGpu"/>
    bool UsesGpu { get; }

    /// <inheritdoc cref="IStageEngine.NeedsDevice"/>
    bool NeedsDevice { get; }

    /// <inheritdoc cref="IStageEngine.Fingerprint"/>
    string Fingerprint(DubbingOptions options);

    /// <inheritdoc cref="IStageEngine.Offer"/>
    EngineOffer Offer { get; }

    /// <inheritdoc cref="IStageEngine.Missing"/>
    IEnumerable<string> Missing();

    /// <summary>Name and version, as recorded.</summary>
    Task<string> NameAsync(DubbingOptions options, CancellationToken cancellationToken);
}
