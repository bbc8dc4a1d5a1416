using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>Does one stage. What it writes is checked afterwards.</summary>
internal interface IStageEngine
{
    /// <summary>Whether the stage must hold a GPU lease.</summary>
    bool UsesGpu { get; }

    /// <summary>Whether it must have a device of its own while it runs.</summary>
    bool NeedsDevice { get; }

    /// <summary>Whether outputs are checked beyond their existence.</summary>
    bool FullChecks { get; }

    /// <summary>Of the last stage: whether it joins several languages in one result.</summary>
    bool JoinsLanguages => false;

    /// <summary>Artifacts it reads beside those that the stage always reads.</summary>
    IReadOnlyList<string> ExtraInputs { get; }

    /// <summary>Changes when the same inputs may give other outputs; holds those options that the engine reads.</summary>
    string Fingerprint(DubbingOptions options);

    /// <summary>Languages and voices that it can do by itself, apart from what its profile declares.</summary>
    EngineOffer Offer { get; }

    /// <summary>Names of programs and data that it needs and that are not on this machine.</summary>
    IEnumerable<string> Missing();

    /// <summary>Runs the stage in <see cref="StageRequest.WorkDirectory"/>; outputs have their artifact's name there.</summary>
    Task<EngineResult> RunAsync(StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);
}
