using TransVox.LocalHost.Durable.Execution;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>The steps of orchestrators: an input goes into the history, the code runs to its next wait, its actions are done.</summary>
internal sealed class InstanceRunner(EngineParts parts, InstanceTable table) : IInstanceActions
{
    // Kept events may feed a chain of executions that each end at once for a while; a bug would for ever.
    private const int LongestChain = 100_000;

    /// <summary>Creates an instance and runs its first step.</summary>
    public void Start(string id, string name, string? input) => Begin(table.Create(this, id, name, input), []);

    /// <summary>Delivers an input to an active instance; anything not awaited any more (duplicates, late answers) is dropped.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="number">The execution it is for, or -1 for whichever runs.</param>
    /// <param name="awaited">The action that it answers, or null for an external event.</param>
    /// <param name="input">The input; the time is filled in here.</param>
    public void Deliver(string id, int number, EventKind? awaited, HistoryEvent input)
    {
        if (!table.TryFindActive(this, id, out var entry) || (number >= 0 && entry.ExecutionNumber != number))
        {
            return;
        }

        var execution = Current(entry);
        if (execution is null || (awaited is { } action && !execution.Awaits(action, input.Id)))
        {
            return;
        }

        table.Touch(entry);
        Step(entry, execution, input);
        Conclude(entry, execution);
    }

    /// <summary>Ends an active instance from outside.</summary>
    public void Terminate(string id, string? reason)
    {
        if (table.TryFindActive(this, id, out var entry))
        {
            table.Touch(entry);
            entry.Failure = reason;
            End(entry, InstanceStatus.Terminated, new HistoryEvent(EventKind.ExecutionTerminated, At: parts.UtcTicks, Message: reason));
        }
    }

    /// <summary>Releases the effect with the commit of the instance's end.</summary>
    /// <returns>False when there is no such instance.</returns>
    public bool WhenEnded(string id, IEffect waiter)
    {
        if (table.TryFindActive(this, id, out _))
        {
            parts.Waiters.Add(id, waiter);
            return true;
        }

        if (!table.Exists(id))
        {
            return false;
        }

        parts.Batch.AfterCommit(waiter);
        return true;
    }

    public void Perform(InstanceEntry entry, HistoryEvent action, string? input)
    {
        parts.Batch.Weight++;
        switch (action.Kind)
        {
            case EventKind.ActivityScheduled:
                parts.Batch.Activities.Add(new ActivityWork(entry.Id, entry.ExecutionNumber, action.Id, action.Name!, action.Payload));
                break;
            case EventKind.TimerCreated:
                parts.Timers.Add(new TimerKey(entry.Id, entry.ExecutionNumber, action.Id), action.FireAt);
                break;
            case EventKind.TimerCanceled:
                parts.Timers.Cancel(new TimerKey(entry.Id, entry.ExecutionNumber, action.Id));
                break;
            case EventKind.EventSent:
                parts.Messages.Send(new EventMessage(action.Target!, action.Name!, input));
                break;
            default:
                var entity = DurableText.EntityOf(action.Target!);
                var caller = action.Kind == EventKind.EntityCalled ? entry.Id : null;
                parts.Messages.Send(new EntityRequest(entity.Name, entity.Key, action.Name!, input, caller, entry.ExecutionNumber, action.Id));
                break;
        }
    }

    public void OnForeignContinuation(InstanceEntry entry, int number) => parts.Post(() =>
    {
        if (entry.IsActive && entry.ExecutionNumber == number && entry.Execution is { Outcome: null } execution)
        {
            table.Touch(entry);
            execution.Fault("it was continued by something that is not durable (a task of its own, ConfigureAwait(false), another thread)");
            Conclude(entry, execution);
        }
    });

    private void Begin(InstanceEntry entry, IReadOnlyList<HistoryEvent> carried)
    {
        table.Touch(entry);
        for (var chain = 0; ; chain++)
        {
            entry.WholeHistory = parts.Options.ReplayAtEveryEvent ? [] : null;
            if (Create(entry, chain) is not { } execution)
            {
                return;
            }

            var remaining = new Queue<HistoryEvent>(carried);
            Step(entry, execution, new HistoryEvent(EventKind.ExecutionStarted));
            while (execution.Outcome is null && remaining.TryDequeue(out var next))
            {
                Step(entry, execution, next);
            }

            if (execution.Outcome is not { Kind: EventKind.ExecutionStarted } continued)
            {
                Conclude(entry, execution);
                return;
            }

            Reset(entry, execution, continued);
            carried = continued.Carried is null ? [] : [.. continued.Carried, .. remaining];
        }
    }

    private OrchestrationExecution? Create(InstanceEntry entry, int chain = 0)
    {
        string failure;
        if (!parts.Orchestrators.TryGetValue(entry.Name, out var orchestrator))
        {
            failure = $"No orchestrator named '{entry.Name}' is registered; the instance was started by a program that had one.";
        }
        else if (chain == LongestChain)
        {
            failure = "It continued as new again and again without awaiting anything.";
        }
        else
        {
            var start = new ExecutionStart(entry.Id, entry.Created, entry.ExecutionNumber, entry.Input);
            return entry.Execution = new OrchestrationExecution(start, orchestrator, entry, parts.Loggers);
        }

        Fail(entry, new ExecutionOutcome(EventKind.ExecutionFailed, Failure: failure, ErrorType: nameof(InvalidOperationException)));
        return null;
    }

    /// <summary>The coroutine, replayed if it is not in memory; null when that failed the instance.</summary>
    private OrchestrationExecution? Current(InstanceEntry entry)
    {
        if (entry.Execution is { } live && entry.WholeHistory is null)
        {
            return live;
        }

        var history = entry.WholeHistory ?? entry.Loaded!;
        if (parts.Options.ReplayAtEveryEvent)
        {
            entry.WholeHistory = history;
        }

        entry.Loaded = null;
        if (Create(entry) is not { } execution)
        {
            return null;
        }

        parts.Counters.Replayed();
        execution.Replay(history);
        if (execution.Outcome is null)
        {
            return execution;
        }

        table.Touch(entry);
        Conclude(entry, execution);
        return null;
    }

    private void Step(InstanceEntry entry, OrchestrationExecution execution, HistoryEvent input)
    {
        parts.Batch.Weight++;
        // The orchestration's clock does not go back, whatever the machine's does.
        var stamped = input with { At = Math.Max(parts.UtcTicks, execution.Now) };
        entry.Append(stamped);
        execution.Step(stamped);
    }

    private void Conclude(InstanceEntry entry, OrchestrationExecution execution)
    {
        switch (execution.Outcome)
        {
            case null:
                break;
            case { Kind: EventKind.ExecutionStarted } next:
                Reset(entry, execution, next);
                Begin(entry, next.Carried ?? []);
                break;
            case { Kind: EventKind.ExecutionCompleted } completed:
                entry.Output = completed.Output;
                End(entry, InstanceStatus.Completed, new HistoryEvent(EventKind.ExecutionCompleted, At: execution.Now));
                break;
            case { } failed:
                Fail(entry, failed);
                break;
        }
    }

    private void Reset(InstanceEntry entry, OrchestrationExecution execution, ExecutionOutcome next)
    {
        DisarmTimers(entry, execution);
        entry.ExecutionNumber++;
        entry.Input = next.Output;
        entry.ResetHistory = true;
        entry.Events.Clear();
    }

    private void Fail(InstanceEntry entry, ExecutionOutcome failed)
    {
        table.Touch(entry);
        entry.Failure = failed.Failure;
        RuntimeLog.OrchestrationFailed(parts.Log, entry.Id, entry.Name, failed.Failure);
        End(entry, InstanceStatus.Failed, new HistoryEvent(EventKind.ExecutionFailed, At: parts.UtcTicks, Target: failed.ErrorType, Message: failed.Failure));
    }

    private void End(InstanceEntry entry, InstanceStatus status, HistoryEvent last)
    {
        if (entry.Execution is { } execution)
        {
            DisarmTimers(entry, execution);
        }

        // Without a coroutine its timers are not known here: when they fire, they find nobody.
        entry.Append(last);
        entry.Status = status;
        entry.Execution = null;
        entry.WholeHistory = null;
        parts.Waiters.Release(entry.Id, parts.Batch);
    }

    private void DisarmTimers(InstanceEntry entry, OrchestrationExecution execution)
    {
        foreach (var id in execution.PendingTimers)
        {
            parts.Timers.Cancel(new TimerKey(entry.Id, entry.ExecutionNumber, id));
        }
    }
}
