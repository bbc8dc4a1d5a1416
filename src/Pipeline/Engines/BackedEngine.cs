using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>Common parts of stages whose work is the same whatever program or service they use.</summary>
internal abstract class BackedEngine(IStageBackend backend) : IStageEngine
{
    public bool UsesGpu => backend.UsesGpu;

    public bool NeedsDevice => backend.NeedsDevice;

    public bool FullChecks => true;

    public virtual IReadOnlyList<string> ExtraInputs => [];

    public EngineOffer Offer => backend.Offer;

    /// <summary>Raised when this code gives other outputs than before.</summary>
    protected abstract int Revision { get; }

    /// <summary>Those options that change the outputs, beside what the backend reads.</summary>
    protected abstract string OptionsRead(DubbingOptions options);

    public string Fingerprint(DubbingOptions options) => $"{Revision}|{backend.Fingerprint(options)}|{OptionsRead(options)}";

    public IEnumerable<string> Missing() => backend.Missing();

    public abstract Task<EngineResult> RunAsync(StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Path of an output.</summary>
    protected static string Output(StageRequest request, string artifact) => Path.Combine(request.WorkDirectory, artifact);
}
