using System.Text.Json;
using System.Text.Json.Nodes;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Store;
using CoreEvent = DurableTask.Core.History.HistoryEvent;

namespace DurableTask.Sqlite.Execution;

/// <summary>A stored history in the terms of Durable Task's core, as its clients give it.</summary>
internal static class CoreHistory
{
    public static IList<CoreEvent> From(StoredInstance row, IReadOnlyList<HistoryEvent> history)
    {
        var events = new List<CoreEvent>();
        var now = new DateTime(row.Created, DateTimeKind.Utc);
        foreach (var e in history)
        {
            // Actions happen at the time of the input that caused them.
            if (e.At != 0)
            {
                now = new DateTime(e.At, DateTimeKind.Utc);
                events.Add(new OrchestratorStartedEvent(-1) { Timestamp = now });
            }

            if (Convert(row, e) is { } converted)
            {
                converted.Timestamp = now;
                events.Add(converted);
            }
        }

        return events;
    }

    private static CoreEvent? Convert(StoredInstance row, HistoryEvent e) => e.Kind switch
    {
        EventKind.ExecutionStarted => new ExecutionStartedEvent(-1, row.Input)
        {
            Name = row.Name,
            Version = row.Version,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = row.Id, ExecutionId = $"{row.Execution}" },
            Tags = row.Tags is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Tags),
        },
        EventKind.ActivityScheduled => new TaskScheduledEvent(e.Id, e.Name!, e.Version, e.Payload),
        EventKind.ActivityCompleted => new TaskCompletedEvent(-1, e.Id, e.Payload),
        EventKind.ActivityFailed => new TaskFailedEvent(-1, e.Id, e.Failure?.ErrorMessage, null, FailureOf(e)),
        EventKind.SubOrchestrationCreated => new SubOrchestrationInstanceCreatedEvent(e.Id) { Name = e.Name, InstanceId = e.Target, Version = e.Version },
        EventKind.SubOrchestrationCompleted => new SubOrchestrationInstanceCompletedEvent(-1, e.Id, e.Payload),
        EventKind.SubOrchestrationFailed => new SubOrchestrationInstanceFailedEvent(-1, e.Id, e.Failure?.ErrorMessage, null, FailureOf(e)),
        EventKind.TimerCreated => new TimerCreatedEvent(e.Id, new DateTime(e.FireAt, DateTimeKind.Utc)),
        EventKind.TimerFired => new TimerFiredEvent(-1) { TimerId = e.Id },
        EventKind.EventRaised => new EventRaisedEvent(-1, e.Payload) { Name = e.Name },
        EventKind.EventSent => new EventSentEvent(e.Id) { InstanceId = e.Target, Name = e.Name, Input = e.Payload },
        EventKind.EntityCalled or EventKind.EntitySignaled or EventKind.LockRequested or EventKind.LockReleased =>
            new EventSentEvent(e.Id) { InstanceId = e.Target, Name = RequestName, Input = RequestOf(e) },
        EventKind.EntityReplied or EventKind.EntityFailed or EventKind.LockAcquired => new EventRaisedEvent(-1, AnswerOf(e)) { Name = $"{e.Id}" },
        EventKind.ExecutionSuspended => new ExecutionSuspendedEvent(-1, e.Message ?? ""),
        EventKind.ExecutionResumed => new ExecutionResumedEvent(-1, e.Message ?? ""),
        EventKind.ExecutionRewound => new ExecutionRewoundEvent(-1, e.Message),
        EventKind.ExecutionTerminated => new ExecutionTerminatedEvent(-1, e.Payload),
        EventKind.ExecutionCompleted => new ExecutionCompletedEvent(-1, null, OrchestrationStatus.Completed),
        EventKind.ExecutionFailed => new ExecutionCompletedEvent(-1, null, OrchestrationStatus.Failed, FailureOf(e)),
        _ => null,
    };

    // Calls, signals, locks and their answers are events between instances, in the form that the core gives them in every backend.
    private const string RequestName = "op";

    private static string RequestOf(HistoryEvent e)
    {
        var request = new JsonObject { ["op"] = e.Kind is EventKind.EntityCalled or EventKind.EntitySignaled ? e.Name : null, ["id"] = $"{e.Id}" };
        if (e.Kind == EventKind.EntitySignaled)
            request["signal"] = true;
        if (e.Payload is not null)
            request["input"] = e.Payload;
        return request.ToJsonString();
    }

    private static string AnswerOf(HistoryEvent e)
    {
        var answer = new JsonObject { ["result"] = e.Failure?.ErrorMessage ?? e.Payload };
        if (e.Failure is { } failure)
            answer["exceptionType"] = failure.ErrorType;
        return answer.ToJsonString();
    }

    private static FailureDetails? FailureOf(HistoryEvent e) => e.Failure is { } failure ? PendingOperation.CoreOf(failure) : null;
}
