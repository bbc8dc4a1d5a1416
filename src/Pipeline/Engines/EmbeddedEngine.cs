using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>Common parts of the engines that need nothing but Debian packages.</summary>
internal abstract class EmbeddedEngine(EmbeddedTools tools, bool usesGpu) : IStageEngine
{
    public bool UsesGpu { get; } = usesGpu;

    // The lease limits how much is computed at once; there is no device to share.
    public bool NeedsDevice => false;

    public bool FullChecks => true;

    public IReadOnlyList<string> ExtraInputs => [];

    public virtual bool JoinsLanguages => false;

    protected ProcessRunner Runner => Tools.Runner;

    protected Ffmpeg Ffmpeg => Tools.Ffmpeg;

    protected EmbeddedTools Tools { get; } = tools;

    /// <summary>Programs whose upgrade may change the outputs.</summary>
    protected abstract IReadOnlyList<string> Programs { get; }

    /// <summary>Raised when this code gives other outputs than before.</summary>
    protected abstract int Revision { get; }

    /// <summary>Those options that change the outputs.</summary>
    protected virtual string OptionsRead(DubbingOptions options) => "";

    public string Fingerprint(DubbingOptions options) =>
        string.Join('|', [$"embedded/{Revision}", .. Programs.Select(ToolLocator.Stamp), OptionsRead(options)]);

    public virtual EngineOffer Offer => EngineOffer.Anything;

    public virtual IEnumerable<string> Missing() => Programs.Where(program => ToolLocator.Find(program) is null);

    public abstract Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>Path of an output before it is complete.</summary>
    protected static string Partial(StageRequest request, string artifact) =>
        Path.Combine(request.WorkDirectory, Path.GetFileNameWithoutExtension(artifact) + ".partial" + Path.GetExtension(artifact));

    /// <summary>Path of an output.</summary>
    protected static string Output(StageRequest request, string artifact) => Path.Combine(request.WorkDirectory, artifact);

    /// <summary>Gives a complete file its name.</summary>
    protected static void Complete(StageRequest request, string artifact) =>
        File.Move(Partial(request, artifact), Output(request, artifact), overwrite: true);

    /// <summary>Reports a fraction of the stage.</summary>
    protected static Action<double> Report(IProgress<StageProgress> progress, double from = 0, double to = 1) =>
        fraction => progress.Report(new StageProgress(from + (fraction * (to - from))));
}
