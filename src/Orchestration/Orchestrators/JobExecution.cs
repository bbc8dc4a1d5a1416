using System.Text.Json;
using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>What one execution of the orchestrator knows: rebuilt by every replay, so it needs no storing.</summary>
internal sealed class JobExecution
{
    private readonly Dictionary<string, ArtifactRef> _artifacts;
    private readonly Task<object?> _cancel;
    private readonly JobNotices _notices;
    private IReadOnlyList<string>? _joined;

    public JobExecution(TaskOrchestrationContext context, JobRequest request)
    {
        Context = context;
        Request = request;
        Source = request.Source;
        _artifacts = new(request.Provided);
        Status = new JobStatus
        {
            State = JobState.Received,
            MediaSeconds = request.MediaSeconds,
            Stages = [.. request.Plan.Select(p => new StageStatus(p.Stage, p.Skip ? StageState.Skipped : StageState.Pending))],
        };
        _cancel = CancelAsync();
        _notices = new JobNotices(context, request);
    }

    public TaskOrchestrationContext Context { get; }

    public JobRequest Request { get; }

    public JobStatus Status { get; private set; }

    /// <summary>The video, with its hash once the first stage found it.</summary>
    public SourceRef Source { get; set; }

    public IReadOnlyDictionary<string, ArtifactRef> Artifacts => _artifacts;

    /// <summary>Ends when somebody asks for cancellation.</summary>
    public Task CancelAsked => _cancel;

    /// <summary>The same with who it is, where that is known.</summary>
    public Task<object?> CancelAskedBy => _cancel;

    /// <summary>The move that the job is withdrawn for; null when somebody cancelled it.</summary>
    public string? MovedBy => _cancel.IsCompletedSuccessfully ? MoveOf(_cancel.Result) : null;

    /// <summary>What the stages do: what was asked for, as far as it is known and came out.</summary>
    public DubbingOptions Options =>
        _joined is null ? Status.Options(Request) : Status.Options(Request) with { TargetLanguage = _joined[0], TargetLanguages = _joined };

    public DateTimeOffset Now => new(Context.CurrentUtcDateTime, TimeSpan.Zero);

    public static JobEndedException Cancelled() =>
        new(JobState.Cancelled, new JobError(ErrorCodes.Cancelled, "The job was cancelled."));

    public PlannedStage Plan(Stage stage) =>
        Request.Plan.FirstOrDefault(p => p.Stage == stage) ?? throw new InvalidOperationException($"Stage {stage} is not in the plan.");

    public bool Runs(Stage stage) => !Plan(stage).Skip;

    public bool RunsOnGpu(Stage stage) => Plan(stage) is { Skip: false, UsesGpu: true };

    /// <summary>Whether the video is to be fetched first.</summary>
    public bool Fetches => Request.Plan.Any(p => p.Stage == Stage.Fetch);

    /// <summary>Whether the plan has anything to run after a stage.</summary>
    public bool RunsAfter(Stage stage) => Request.Plan.Any(p => p.Stage > stage && !p.Skip);

    /// <summary>The last stage joins these languages.</summary>
    public void Join(IReadOnlyList<string> languages) => _joined = languages;

    public void ThrowIfCancelled()
    {
        if (_cancel.IsCompleted)
            throw Cancelled();
    }

    public void Add(string name, ArtifactRef artifact) => _artifacts[name] = artifact;

    /// <summary>Goes to another state, with whatever else changes at that moment.</summary>
    public void Enter(JobState state, Func<JobStatus, JobStatus>? change = null)
    {
        if (!JobTransitions.IsAllowed(Status.State, state))
            throw new InvalidOperationException($"A job does not go from {Status.State} to {state}.");
        Update(s => (change?.Invoke(s) ?? s) with { State = state });
        _notices.Tell(Status, Now);
    }

    public void Update(Func<JobStatus, JobStatus> change)
    {
        Status = change(Status).Fit();
        Context.SetCustomStatus(Status);
    }

    /// <summary>Changes without telling: the next <see cref="Update"/> does.</summary>
    public void Prepare(Func<JobStatus, JobStatus> change) => Status = change(Status).Fit();

    public void UpdateStage(Stage stage, bool isCurrent, Func<StageStatus, StageStatus> change) => Update(s => s with
    {
        Stage = isCurrent ? stage : null,
        Stages = [.. s.Stages.Select(x => x.Stage == stage ? change(x) : x)],
    });

    /// <summary>A withdrawal is heard until the job starts: whoever sees that it has started knows that it stays.</summary>
    private async Task<object?> CancelAsync()
    {
        while (true)
        {
            var by = await Context.WaitForExternalEvent<object?>(JobEvents.Cancel);
            if (Status.StartedAt is null || MoveOf(by) is null)
                return by;
        }
    }

    private static string? MoveOf(object? by) => by is JsonElement { ValueKind: JsonValueKind.Object } actor && actor.TryGetProperty("moves", out var move) ? move.GetString() : null;

    /// <summary>Waits unless cancellation comes first.</summary>
    public async Task PauseAsync(double seconds)
    {
        using var stop = new CancellationTokenSource();
        var timer = Context.CreateTimer(TimeSpan.FromSeconds(seconds), stop.Token);
        if (await Task.WhenAny(timer, CancelAsked) == timer)
            return;
        stop.Cancel();
        throw Cancelled();
    }

    /// <summary>0–1, the same on every replay.</summary>
    public double NextJitter() => BitConverter.ToUInt16(Context.NewGuid().ToByteArray(), 0) / (double)ushort.MaxValue;

    public StageInput InputOf(Stage stage, string? ticket, bool freesPlace, bool reduced, Stage? next) => new(
        Request.JobId,
        Request.UserId,
        stage,
        Options,
        Source,
        _artifacts,
        Request.Policy.MaxVideoBytes,
        Request.Policy.MaxVideoSeconds,
        Request.Policy.PoisonAfter,
        ticket,
        Request.RunFrom is { } from && stage >= from,
        freesPlace,
        reduced,
        Status.Stages.First(s => s.Stage == stage).Attempts,
        next is { } follows && Runs(follows) ? next : null);
}
