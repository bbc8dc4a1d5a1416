using TransVox.Contract.Dubbing;

namespace TransVox.Orchestration.Jobs;

/// <summary>
/// What users can do; both hosts serve it over HTTP. A job of another user does not exist (<c>not_found</c>), except for admins.
/// Every method throws <see cref="RequestException"/> for what the caller did wrong.
/// </summary>
public interface IJobService
{
    /// <summary>
    /// Takes a place in the queue (or throws <c>queue_full</c>, <c>user_busy</c> before a byte is read), streams the video to
    /// blob storage, and starts the job. An upload that breaks off gives the place back and leaves nothing.
    /// </summary>
    Task<SubmitOutcome> SubmitAsync(Caller caller, SubmitCommand command, Stream video, CancellationToken cancellationToken);

    /// <summary>The same for a video that was uploaded through <see cref="CreateUploadAsync"/>.</summary>
    Task<SubmitOutcome> SubmitUploadedAsync(Caller caller, SubmitCommand command, string uploadId, CancellationToken cancellationToken);

    /// <summary>The same for a video that the job fetches itself, from <see cref="SubmitCommand.SourceUrl"/>; or <c>source_refused</c>.</summary>
    Task<SubmitOutcome> SubmitAddressAsync(Caller caller, SubmitCommand command, CancellationToken cancellationToken);

    /// <summary>A link to upload one file to, resumable block by block.</summary>
    Task<UploadLink> CreateUploadAsync(Caller caller, string fileName, long? size, CancellationToken cancellationToken);

    Task<JobView> GetAsync(Caller caller, string jobId, CancellationToken cancellationToken);

    /// <summary>What happened to the job, by pages.</summary>
    /// <exception cref="RequestException"><c>not_found</c>; <c>history_gone</c>: retention removed it; <c>invalid_request</c>: no token of an earlier page.</exception>
    Task<JobTimeline> GetTimelineAsync(Caller caller, string jobId, string? after, int limit, CancellationToken cancellationToken);

    Task<JobPage> ListAsync(Caller caller, JobFilter filter, CancellationToken cancellationToken);

    /// <summary>Asks for cancellation; idempotent; <c>conflict</c> when the job has ended otherwise.</summary>
    Task<JobView> CancelAsync(Caller caller, string jobId, CancellationToken cancellationToken);

    /// <summary>Deletes the job with everything that no other job needs; nobody finds it from here on. It is stopped if need be.</summary>
    Task DeleteAsync(Caller caller, string jobId, CancellationToken cancellationToken);

    /// <summary>A new job with the same input; stages before <paramref name="fromStage"/> (default: the failed one) are reused.</summary>
    Task<SubmitOutcome> RetryAsync(Caller caller, string jobId, Stage? fromStage, CancellationToken cancellationToken);

    /// <summary>The cues under review, or those of the result.</summary>
    Task<SubtitleDocument> GetSubtitlesAsync(Caller caller, string jobId, CancellationToken cancellationToken);

    /// <summary>Replaces the cues of a job that waits for review; <c>precondition_failed</c> when somebody else was faster.</summary>
    Task<SubtitleDocument> PutSubtitlesAsync(Caller caller, string jobId, IReadOnlyList<Cue> cues, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Ends the review; the job queues for synthesis.</summary>
    Task<JobView> ApproveAsync(Caller caller, string jobId, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>A new job that dubs again with changed cues; only they are spoken anew.</summary>
    Task<SubmitOutcome> ReviseAsync(Caller caller, string jobId, IReadOnlyList<Cue> cues, CancellationToken cancellationToken);

    /// <summary>
    /// Speaks one line of a job in review, or of a completed one, as the dub would, and changes nothing. One at a time for each user
    /// (<c>rate_limited</c>); <c>gpu_busy</c> while a stage has the device that it needs.
    /// </summary>
    /// <returns>A WAV file.</returns>
    Task<byte[]> SpeakAsync(Caller caller, string jobId, Cue cue, CancellationToken cancellationToken);

    /// <summary>Opens the shape of the voice of a job in review, or of one that ended: see <see cref="Pipeline.Media.Waveform"/>.</summary>
    Task<JobFile> OpenWaveformAsync(Caller caller, string jobId, CancellationToken cancellationToken);

    /// <summary>Opens a result file.</summary>
    Task<JobFile> OpenFileAsync(Caller caller, string jobId, string name, CancellationToken cancellationToken);

    /// <summary>Opens the uploaded video.</summary>
    Task<JobFile> OpenSourceAsync(Caller caller, string jobId, CancellationToken cancellationToken);

    /// <summary>Events of a job after <paramref name="afterId"/>, ending with its end.</summary>
    IAsyncEnumerable<JobEvent> WatchAsync(Caller caller, string jobId, long afterId, CancellationToken cancellationToken);

    /// <summary>Where a job would stand that is submitted now.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>.</exception>
    Task<QueuePlace> ForecastAsync(Caller caller, ForecastQuery query, CancellationToken cancellationToken);

    Task<QueueView> GetQueueAsync(Caller caller, CancellationToken cancellationToken);

    Task<MeView> GetMeAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>What the service holds about the caller, but for API keys.</summary>
    Task<MeExport> ExportAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>Languages and voices that the engines can do.</summary>
    LanguageCatalogue GetLanguages();

    Task<IReadOnlyList<GlossaryTerm>> GetGlossaryAsync(Caller caller, CancellationToken cancellationToken);

    Task PutGlossaryAsync(Caller caller, IReadOnlyList<GlossaryTerm> terms, CancellationToken cancellationToken);
}
