using System.Text.Json;
using DurableTask.Core.History;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Orchestration.Services;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Timelines;

/// <summary>
/// From the durable history of a job to what a person can read. Pure. It knows what the orchestrators ask for, and takes nothing out of inputs
/// and results but what it names here.
/// </summary>
internal sealed class HistoryReader
{
    private const string ActivitySuffix = "Activity";
    private readonly JobRequest _request;
    private readonly JobStatus _status;
    private readonly EntryList _entries = new();
    private readonly StageHistory _stages;
    private readonly SlotHistory _slots;
    private readonly Dictionary<int, int> _steps = [];
    private readonly Dictionary<int, int> _languages = [];
    private DateTimeOffset? _end;
    private (int Place, int Timer)? _review;
    private bool _reviewed;
    private bool _cancelled;

    private HistoryReader(JobSnapshot job)
    {
        (_request, _status) = (job.Request, job.Status);
        _stages = new StageHistory(_entries);
        _slots = new SlotHistory(_entries, job.Request.Pool);
    }

    /// <summary>Entries, oldest first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="history">Its history, whole and in its order.</param>
    /// <param name="report">What the stage that runs says of itself.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<TimelineEntry> Read(JobSnapshot job, IEnumerable<HistoryEvent> history, ProgressReport? report, DateTimeOffset now)
    {
        var reader = new HistoryReader(job);
        reader.Submitted();
        foreach (var e in history)
            reader.Take(e, new DateTimeOffset(DateTime.SpecifyKind(e.Timestamp, DateTimeKind.Utc)));
        reader.Finish(report, now);
        return reader._entries.InOrder;
    }

    public static TimelineActor? ActorOf(Actor? actor, JobRequest request) => actor is null ? null
        : new TimelineActor(actor.UserId == request.UserId ? TimelineRole.Owner : TimelineRole.Operator, actor.UserId, actor.KeyId);

    public static T? Read<T>(string? json)
        where T : class
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<T>(json, DurableJson.Options);
        }
        catch (JsonException)
        {
            // Events of before had other payloads or none, and anybody with the runtime's key can raise one.
            return null;
        }
    }

    private void Submitted() => _entries.AddMoment(new TimelineEntry
    {
        Kind = TimelineKind.Submitted,
        At = _request.SubmittedAt,
        Name = _request.ParentId is not null ? "language"
            : _request.BasedOn is not null ? "retry"
            : _request.SourceUrl is not null ? "address"
            : _request.SubmittedBy is null && _request.Source.Blob.Count(c => c == '/') == 1 ? "blob"
            : "upload",
        JobId = _request.ParentId ?? _request.BasedOn,
        By = ActorOf(_request.SubmittedBy, _request),
    });

    private void Take(HistoryEvent e, DateTimeOffset at)
    {
        switch (e)
        {
            case TaskScheduledEvent scheduled:
                Began(scheduled.Name ?? "", scheduled.EventId, at);
                break;
            case TaskCompletedEvent completed:
                Ended(completed.TaskScheduledId, completed.Result, at);
                break;
            case TaskFailedEvent failed:
                Crashed(failed.TaskScheduledId, at);
                break;
            case TimerCreatedEvent timer:
                TimerSet(timer.EventId, at);
                break;
            case TimerFiredEvent fired when _review is { } review && review.Timer == fired.TimerId:
                EndReview(at, TimelineOutcome.TimedOut, null);
                break;
            case EventSentEvent sent:
                _slots.Sent(sent.InstanceId, sent.Input, at);
                break;
            case EventRaisedEvent raised:
                Came(raised.Name, raised.Input, at);
                break;
            case SubOrchestrationInstanceCreatedEvent created when _request.Languages.FirstOrDefault(l => l.JobId == created.InstanceId) is { } language:
                _languages[created.EventId] = _entries.Add(
                    new TimelineEntry { Kind = TimelineKind.Language, At = at, Name = language.Language, JobId = language.JobId });
                break;
            case SubOrchestrationInstanceCompletedEvent done when _languages.Remove(done.TaskScheduledId, out var place):
                _entries.End(place, at, OutcomeOf(Read<JobStatus>(done.Result)?.State ?? JobState.Completed));
                break;
            case SubOrchestrationInstanceFailedEvent failed when _languages.Remove(failed.TaskScheduledId, out var place):
                _entries.End(place, at, TimelineOutcome.Failed);
                break;
            default:
                Told(e, at);
                break;
        }
    }

    private void Told(HistoryEvent e, DateTimeOffset at)
    {
        var name = e switch
        {
            ExecutionSuspendedEvent => "suspend",
            ExecutionResumedEvent => "resume",
            ExecutionRewoundEvent => "rewind",
            ExecutionTerminatedEvent => "terminate",
            _ => null,
        };
        if (name is not null)
            _entries.AddMoment(new TimelineEntry { Kind = TimelineKind.Runtime, At = at, Name = name });
        if (e is ExecutionTerminatedEvent or ExecutionCompletedEvent)
            _end = at;
        else if (e is ExecutionRewoundEvent)
            _end = null;
    }

    private void Began(string activity, int id, DateTimeOffset at)
    {
        var name = activity.EndsWith(ActivitySuffix, StringComparison.Ordinal) ? activity[..^ActivitySuffix.Length] : activity;
        if (Enum.TryParse<Stage>(name, out var stage))
        {
            _stages.Begin(stage, id, at);
            return;
        }

        var step = activity switch
        {
            ActivityNames.Publish => "publish",
            ActivityNames.Finish => "finish",
            ActivityNames.StartLanguages => "startLanguages",
            ActivityNames.CollectLanguages => "collectLanguages",
            _ => name,
        };
        _stages.Settle(at);
        // A timer after this one is the step's own.
        _reviewed |= activity == ActivityNames.Finish;
        _steps[id] = _entries.Add(new TimelineEntry { Kind = TimelineKind.Step, At = at, Name = step });
    }

    private void Ended(int id, string? result, DateTimeOffset at)
    {
        if (_steps.Remove(id, out var step))
        {
            var error = Read<StepResult>(result)?.Error;
            _entries.End(step, at, error is null ? TimelineOutcome.Completed : TimelineOutcome.Failed, entry => entry with { Code = error?.Code, Message = error?.Message });
            return;
        }

        _stages.End(id, Read<StageOutcome>(result) ?? new StageOutcome(), at);
    }

    /// <summary>What was thrown is for the log: it may say anything.</summary>
    private void Crashed(int id, DateTimeOffset at)
    {
        if (_steps.Remove(id, out var step))
            _entries.End(step, at, TimelineOutcome.Failed, entry => entry with { Code = ErrorCodes.Internal });
        else
            _stages.End(id, StageOutcome.Failed(new ActivityError(ErrorCodes.Internal, "The stage stopped unexpectedly.", Retryability.Transient)), at);
    }

    /// <summary>With nothing else going on, the timer of a job that asked for a review is the review's.</summary>
    private void TimerSet(int id, DateTimeOffset at)
    {
        var translated = _stages.IsDone(Stage.Translate) || _request.Plan.Any(p => p is { Stage: Stage.Translate, Skip: true });
        if (!_request.Review || _reviewed || !translated || !_stages.IsIdle || !_slots.IsIdle || _steps.Count > 0)
        {
            _stages.TimerSet(at);
            return;
        }

        _reviewed = true;
        _review = (_entries.Add(new TimelineEntry { Kind = TimelineKind.Review, At = at }), id);
    }

    private void Came(string? name, string? payload, DateTimeOffset at)
    {
        if (name == JobEvents.Cancel)
        {
            // Asked again it is the same cancel.
            if (_cancelled)
                return;
            _cancelled = true;
            _entries.AddMoment(new TimelineEntry { Kind = TimelineKind.Cancel, At = at, By = ActorOf(Read<Actor>(payload), _request) });
            _stages.Cancel(at);
            EndReview(at, TimelineOutcome.Cancelled, null);
        }
        else if (name == JobEvents.Approve)
        {
            EndReview(at, TimelineOutcome.Approved, Read<ReviewApproval>(payload));
        }
        else
        {
            _slots.Came(name, payload, at, _cancelled);
        }
    }

    private void EndReview(DateTimeOffset at, TimelineOutcome outcome, ReviewApproval? approval)
    {
        if (_review is { } review)
            _entries.End(review.Place, at, outcome, entry => entry with { By = ActorOf(approval is null ? null : new Actor(approval.By, approval.KeyId), _request) });
        _review = null;
    }

    private void Finish(ProgressReport? report, DateTimeOffset now)
    {
        if (!JobTransitions.IsTerminal(_status.State))
        {
            _stages.Live(report, now);
            return;
        }

        var (end, outcome) = (_end ?? _status.EndedAt ?? now, OutcomeOf(_status.State));
        _entries.EndAll(end, outcome);
        _entries.AddMoment(new TimelineEntry
        {
            Kind = TimelineKind.Ended, At = end, Outcome = outcome, Stage = _status.Error?.Stage, Code = _status.Error?.Code, Message = _status.Error?.Message,
        });
    }

    private static TimelineOutcome OutcomeOf(JobState state) => state switch
    {
        JobState.Completed => TimelineOutcome.Completed,
        JobState.Cancelled => TimelineOutcome.Cancelled,
        JobState.TimedOut => TimelineOutcome.TimedOut,
        JobState.Rejected => TimelineOutcome.Rejected,
        _ => TimelineOutcome.Failed,
    };

    /// <summary>What all steps answer, of what is needed here.</summary>
    private sealed record StepResult(ActivityError? Error);
}
