using System.Text.Json;
using DurableTask.Sqlite.Execution;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Engine;

/// <summary>Does what orchestrators ask for.</summary>
internal sealed class InstanceActions(EngineParts parts)
{
    /// <inheritdoc cref="IInstanceActions.Perform"/>
    public void Perform(InstanceEntry entry, HistoryEvent action, string? input, IDictionary<string, string>? tags)
    {
        parts.Batch.Weight++;
        switch (action.Kind)
        {
            case EventKind.ActivityScheduled:
                parts.Batch.Activities.Add(new ActivityWork(entry.Id, entry.ExecutionNumber, action));
                break;
            case EventKind.SubOrchestrationCreated:
                parts.Messages.Send(new StartInstance(new StartRequest(
                    action.Target!,
                    action.Name!,
                    action.Version,
                    input,
                    tags is { Count: > 0 } ? JsonSerializer.Serialize(tags) : null,
                    new ParentRef(entry.Id, entry.ExecutionNumber, action.Id, entry.Name),
                    action.Trace)));
                break;
            case EventKind.TimerCreated:
                parts.Timers.Add(new TimerKey(entry.Id, entry.ExecutionNumber, action.Id), action.FireAt);
                break;
            case EventKind.TimerCanceled:
                parts.Timers.Cancel(new TimerKey(entry.Id, entry.ExecutionNumber, action.Id));
                break;
            case EventKind.EventSent:
                Spans.Raise(action.Name!, action.Target!, entry.Row.Span, entry.Id)?.Dispose();
                parts.Messages.Send(new InstanceInput(action.Target!, -1, null, new HistoryEvent(EventKind.EventRaised, Name: action.Name, Payload: input)));
                break;
            default:
                PerformOnEntity(entry, action, input);
                break;
        }
    }

    private void PerformOnEntity(InstanceEntry entry, HistoryEvent action, string? input)
    {
        switch (action.Kind)
        {
            case EventKind.LockRequested:
                var entities = HistoryScan.EntitiesOf(action);
                (entry.Locks ??= [])[action.Id] = entities;
                parts.Messages.Send(new LockRequest(entities, 0, new LockHolder(entry.Id, entry.ExecutionNumber, action.Id)));
                break;
            case EventKind.LockReleased:
                Unlock(entry, HistoryScan.RequestOf(action));
                break;
            default:
                var id = EntityInstanceId.FromString(action.Target!);
                var caller = action.Kind == EventKind.EntityCalled ? entry.Id : null;
                parts.Messages.Send(new EntityRequest(id.Name, id.Key, action.Name!, input, caller, entry.ExecutionNumber, action.Id) { Due = action.FireAt });
                break;
        }
    }

    /// <summary>Leaves a critical section, or gives up entering it.</summary>
    public void Unlock(InstanceEntry entry, int request)
    {
        if (entry.Locks?.Remove(request, out var entities) == true)
        {
            foreach (var entity in entities)
            {
                parts.Messages.Send(new LockRelease(entity, new LockHolder(entry.Id, entry.ExecutionNumber, request)));
            }
        }
    }

    /// <summary>Tells the caller of a sub-orchestration how it ended.</summary>
    public void Answer(ParentRef parent, HistoryEvent answer) =>
        parts.Messages.Send(new InstanceInput(parent.Instance, parent.Execution, EventKind.SubOrchestrationCreated, answer));
}
