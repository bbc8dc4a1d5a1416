namespace TransVox.Pipeline.Stages;

/// <summary>Runs stages with the configured engines.</summary>
public interface IStageRunner
{
    /// <summary>What the stage needs and gives under these options.</summary>
    StageDescription Describe(Stage stage, DubbingOptions options);

    /// <summary>
    /// Checks a request before anything is uploaded or queued: known languages, a pair that the engines can do, a known voice.
    /// </summary>
    /// <exception cref="StageException">With <see cref="ErrorCodes.UnsupportedLanguage"/> or a similar code.</exception>
    void Validate(DubbingOptions options);

    /// <summary>
    /// Runs a stage. Cancelling stops its programs gracefully, then kills their process trees; the task ends only when no process
    /// is left.
    /// </summary>
    /// <exception cref="StageException">With a stable code and whether a retry makes sense.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<StageResult> RunAsync(StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);
}
