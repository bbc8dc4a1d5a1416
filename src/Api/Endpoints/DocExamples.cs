using TransVox.Contract.Dubbing;

namespace TransVox.Api.Endpoints;

/// <summary>Examples of the documentation; made of the real types, so they are as the service writes them.</summary>
internal static class DocExamples
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);
    private static readonly DubbingOptions Options = new() { SourceLanguage = "en", TargetLanguage = "es" };

    public static readonly IReadOnlyList<Cue> Cues =
    [
        new(0, 0.4, 2.9, "Good morning, everybody.", "Buenos días a todos.", 0.93, "S1"),
        new(1, 3.2, 6.0, "Let us begin.", "Comencemos.", 0.88, "S1"),
    ];

    public static readonly JobView Running = new()
    {
        Id = "ada.7z2k4m9q1c3f8t5w0x6y2b",
        UserId = "ada",
        FileName = "lecture 1.mp4",
        State = JobState.Running,
        Stage = Stage.Transcribe,
        Progress = 0.31,
        Options = Options,
        CreatedAt = Start,
        StartedAt = Start.AddSeconds(40),
        Stages =
        [
            new StageView(Stage.Probe, StageState.Completed, 1, Start, Start.AddSeconds(1), 1, Attempts: 1),
            new StageView(Stage.Transcribe, StageState.Running, 0.4, Start.AddSeconds(41), Attempts: 1, Engine: "embedded"),
        ],
        MediaSeconds = 612.4,
        GpuSeconds = 18.2,
    };

    public static readonly JobView Queued = Running with
    {
        State = JobState.QueuedGpu,
        Stage = null,
        Progress = 0,
        StartedAt = null,
        GpuSeconds = 0,
        Stages = [new StageView(Stage.Probe, StageState.Completed, 1, Start, Start.AddSeconds(1), 1, Attempts: 1), new StageView(Stage.Transcribe, StageState.Pending)],
        Queue = new QueuePlace(2, 7, Start.AddMinutes(6), Start.AddMinutes(4), Start.AddMinutes(9), Start.AddMinutes(12), Start.AddHours(1)),
    };

    public static readonly JobTimeline Timeline = new(
        Running.Id, JobState.Running, Start, Start.AddSeconds(120),
        [
            new TimelineEntry { Kind = TimelineKind.Submitted, At = Start, EndedAt = Start, Name = "upload", By = new TimelineActor(TimelineRole.Owner, "ada", "k7m2") },
            new TimelineEntry { Kind = TimelineKind.Stage, At = Start, EndedAt = Start.AddSeconds(1), Outcome = TimelineOutcome.Completed, Stage = Stage.Probe, Attempt = 1, Engine = "embedded" },
            new TimelineEntry { Kind = TimelineKind.Waiting, At = Start.AddSeconds(1), EndedAt = Start.AddSeconds(40), Outcome = TimelineOutcome.Granted, Pool = "default", Taken = 3, Others = 2 },
            new TimelineEntry { Kind = TimelineKind.Slot, At = Start.AddSeconds(40), Pool = "default" },
            new TimelineEntry { Kind = TimelineKind.Stage, At = Start.AddSeconds(41), Stage = Stage.Transcribe, Attempt = 1 },
        ],
        new TimelineTimes(Waiting: 39, Working: 80, Other: 1));

    public static readonly JobView Sample = Running with
    {
        Id = "_sample.7z2k4m9q1c3f8t5w0x6y2b",
        UserId = "_sample",
        FileName = "hello-en.mp4",
        State = JobState.Completed,
        Stage = null,
        Progress = 1,
        Priority = JobPriority.Low,
        EndedAt = Start.AddSeconds(58),
        Outputs = [new OutputFile("dubbed.mp4", 402_113, "video/mp4", "/api/sample/files/dubbed.mp4"), new OutputFile("subtitles.es.vtt", 512, "text/vtt", "/api/sample/files/subtitles.es.vtt")],
        Stages = [new StageView(Stage.Probe, StageState.Completed, 1, Start, Start.AddSeconds(1), 1, Attempts: 1)],
        MediaSeconds = 19,
    };

    public static readonly JobPage Page = new([Running], "7b22536b6970223a307d");

    public static readonly object Submit = new
    {
        uploadId = "u-3f9c2a71",
        targetLanguage = "es",
        sourceLanguage = "en",
        subtitles = SubtitleMode.Soft,
        review = true,
    };

    public static readonly SubtitleDocument Document = new(
        "8dd3a1c0f2", true, Cues, [new CueProblem(1, "low_confidence", "The recognition was unsure about this cue.", false)]);

    public static readonly LiveLimits Limits = new()
    {
        Version = 4,
        MaxGlobalJobs = 3,
        MaxJobsPerUser = 1,
        QueueTimeout = 3600,
        MaxQueueSize = 100,
        MaxVideoSizeMb = 2048,
        MaxVideoDurationMinutes = 60,
        Users = new Dictionary<string, UserLimits> { ["ada"] = new(2, 1.5) },
    };

    public static readonly QueueView Queue = new(
        [new PoolView("default", 3, 1, PoolMode.Active, AdmissionPolicy.Fair, [new LeaseView("ada.7z2k4m9q1c3f8t5w0x6y2b", "ada", 1, Start.AddSeconds(40))])],
        [new QueueEntry(1, null, null, JobPriority.Normal, "default", Start.AddSeconds(50), Start.AddMinutes(6), false)],
        100);

    public static readonly MeView Me = new("ada", "Ada", false, 1, 1, 1, 0, 18.2, 18.2, 2048L * 1024 * 1024, 3600);

    public static readonly LanguageCatalogue Languages = new()
    {
        Recognized = ["en"],
        Pairs = [new("en", ["ca", "es"]), new("es", ["en"])],
        Targets = [new("ca", ["ca"]), new("en", ["en", "en-us"]), new("es", ["es", "es-419"])],
        VoiceVariants = ["f3", "m1"],
    };

    public static readonly UploadLink Upload = new(
        "u-3f9c2a71", new Uri("https://account.blob.core.windows.net/input/ada/u-3f9c2a71/lecture%201.mp4?sp=cw&sig=…"), Start.AddHours(12), 2048L * 1024 * 1024);

    public static readonly IReadOnlyList<GlossaryTerm> Glossary = [new("TransVox"), new("pipeline", "cadena de proceso")];
}
