namespace TransVox.Pipeline.Stages;

/// <summary>Runs stages with the configured engines.</summary>
public interface IStageRunner
{
    /// <summary>What the stage needs and gives under these options.</summary>
    StageDescription Describe(Stage stage, DubbingOptions options);

    /// <summary>Programs and data of the engines that this machine does not have. Cheap: it looks for files.</summary>
    IReadOnlyList<MissingPart> FindMissing();

    /// <summary>Languages and voices that the engines can do, as far as it is known.</summary>
    LanguageCatalogue Catalogue { get; }

    /// <summary>The profile that options name, or the default.</summary>
    /// <exception cref="StageException"><see cref="ErrorCodes.InvalidRequest"/>: there is no such profile; the message names those that there are.</exception>
    ProfileOffer ProfileOf(DubbingOptions options);

    /// <summary>
    /// Checks a request before anything is uploaded or queued: known languages, pairs that the engines can do, a known voice.
    /// </summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="ownSubtitles">The user brings the text, so that its language need not be recognized.</param>
    /// <exception cref="StageException">
    /// With <see cref="ErrorCodes.UnsupportedLanguage"/> or a similar code, and a message that names what is supported.
    /// </exception>
    void Validate(DubbingOptions options, bool ownSubtitles = false);

    /// <summary>
    /// Runs a stage. Cancelling stops its programs gracefully, then kills their process trees; the task ends only when no process
    /// is left.
    /// </summary>
    /// <exception cref="StageException">With a stable code and whether a retry makes sense.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<StageResult> RunAsync(StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);
}
