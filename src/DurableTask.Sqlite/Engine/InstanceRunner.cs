using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Engine;

/// <summary>The steps of orchestrators: an input goes into the history, the code runs to its next wait, its actions are done.</summary>
internal sealed class InstanceRunner(EngineParts parts, InstanceTable table, OrchestratorFactory orchestrators, InstanceActions actions) : IInstanceActions
{
    // Kept events may feed a chain of executions that each end at once for a while; a bug would for ever.
    private const int LongestChain = 100_000;

    /// <summary>Delivers an input to an active instance; anything not awaited any more (duplicates, late answers) is dropped.</summary>
    /// <returns>False: it has not begun, or this worker must not run it; the message is to be kept.</returns>
    public bool Deliver(InstanceInput message)
    {
        if (!table.TryFindActive(this, message.Instance, out var entry) || (message.Execution >= 0 && entry.ExecutionNumber != message.Execution))
        {
            return true;
        }

        if (Current(entry) is not { } execution)
        {
            return !entry.IsActive;
        }

        if (message.Awaited is { } action)
        {
            if (execution.Awaited(action, message.Input.Id) is not { } pending)
            {
                return true;
            }

            EmitSpan(execution.Start, pending, message.Input);
        }

        table.Touch(entry);
        Step(entry, execution, message.Input);
        entry.Status = execution.IsSuspended ? InstanceStatus.Suspended : InstanceStatus.Running;
        Conclude(entry, execution);
        return true;
    }

    /// <summary>Ends an active instance from outside, with an output.</summary>
    public void Terminate(string id, string? output, bool recursive)
    {
        foreach (var child in recursive ? table.ChildrenOf(id) : [])
        {
            Terminate(child, output, recursive);
        }

        if (table.TryFindActive(this, id, out var entry))
        {
            table.Touch(entry);
            entry.Output = output;
            End(entry, InstanceStatus.Terminated, new HistoryEvent(EventKind.ExecutionTerminated, At: parts.UtcTicks, Payload: output));
        }
    }

    public void Perform(InstanceEntry entry, HistoryEvent action, string? input, IDictionary<string, string>? tags) =>
        actions.Perform(entry, action, input, tags);

    public void OnForeignContinuation(InstanceEntry entry, int number) => parts.Post(() =>
    {
        if (entry.IsActive && entry.ExecutionNumber == number && entry.Execution is { Outcome: null } execution)
        {
            table.Touch(entry);
            execution.Fault("it was continued by something that is not durable (a task of its own, ConfigureAwait(false), another thread)");
            Conclude(entry, execution);
        }
    });

    private static void EmitSpan(ExecutionStart start, PendingOperation pending, HistoryEvent input)
    {
        if (pending.Action.Kind == EventKind.TimerCreated)
        {
            Spans.EmitTimer(start, pending.Action, pending.Since);
        }
        else
        {
            Spans.EmitTask(start, pending.Action, pending.Since, input.Failure);
        }
    }

    /// <summary>Runs the first step; false: this worker must not run the instance.</summary>
    public bool Begin(InstanceEntry entry, IReadOnlyList<HistoryEvent> carried)
    {
        table.Touch(entry);
        for (var chain = 0; ; chain++)
        {
            entry.WholeHistory = parts.Options.ReplayAtEveryEvent ? [] : null;
            if (Create(entry, chain) is not { } execution)
            {
                return !entry.IsActive;
            }

            entry.Status = InstanceStatus.Running;
            parts.StartWaiters.Release(entry.Id, parts.Batch);
            var remaining = new Queue<HistoryEvent>(carried);
            Step(entry, execution, new HistoryEvent(EventKind.ExecutionStarted));
            while (execution.Outcome is null && remaining.TryDequeue(out var next))
            {
                Step(entry, execution, next);
            }

            if (execution.Outcome is not { Kind: EventKind.ExecutionStarted } continued)
            {
                Conclude(entry, execution);
                return true;
            }

            Reset(entry, execution, continued);
            carried = continued.Carried is null ? [] : [.. continued.Carried, .. remaining];
        }
    }

    /// <summary>A fresh execution; null when the instance failed instead, or is not for this worker.</summary>
    private OrchestrationExecution? Create(InstanceEntry entry, int chain = 0)
    {
        if (chain == LongestChain)
        {
            Fail(entry, ExecutionOutcome.Failed(typeof(InvalidOperationException).FullName!, "It continued as new again and again without awaiting anything."));
            return null;
        }

        var start = new ExecutionStart(
            entry.Id, entry.Name, entry.Row.Created, entry.ExecutionNumber, entry.Input, entry.Version, entry.Row.Parent, entry.Row.Span);
        var made = orchestrators.Create(start, entry.Row.Tags, entry);
        if (made.NotForThisWorker is { } reason)
        {
            if (entry.NotForThisWorker is null)
            {
                EngineLog.NotForThisWorker(parts.Log, entry.Id, entry.Name, reason);
            }

            entry.NotForThisWorker = reason;
            return null;
        }

        if (made.Failure is { } failure)
        {
            Fail(entry, failure);
            return null;
        }

        return entry.Execution = made.Execution;
    }

    /// <summary>The coroutine, replayed if it is not in memory; null when that failed the instance, or it is not for this worker.</summary>
    private OrchestrationExecution? Current(InstanceEntry entry)
    {
        if (entry.Execution is { } live && entry.WholeHistory is null)
        {
            return live;
        }

        if (entry.Status == InstanceStatus.Pending)
        {
            return null;
        }

        var history = entry.WholeHistory ?? entry.Loaded!;
        if (Create(entry) is not { } execution)
        {
            return null;
        }

        entry.WholeHistory = parts.Options.ReplayAtEveryEvent ? history : null;
        entry.Loaded = null;
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
        var at = Math.Max(parts.UtcTicks, execution.Now);
        if (input.At == 0)
        {
            input.At = at;
        }
        else
        {
            // Carried over from the execution before, whose history still has it.
            input = input with { At = at };
        }

        entry.Append(input);
        execution.Step(input);
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
        LeaveBehind(entry, execution);
        entry.ExecutionNumber++;
        entry.Input = next.Output;
        entry.Version = next.Version ?? entry.Version;
        entry.ResetHistory = true;
        entry.Events.Clear();
    }

    private void Fail(InstanceEntry entry, ExecutionOutcome failed)
    {
        table.Touch(entry);
        entry.Failure = failed.Failure;
        EngineLog.Failed(parts.Log, entry.Id, entry.Name, failed.Failure?.ErrorMessage);
        End(entry, InstanceStatus.Failed, new HistoryEvent(EventKind.ExecutionFailed, At: parts.UtcTicks, Failure: failed.Failure));
    }

    private void End(InstanceEntry entry, InstanceStatus status, HistoryEvent last)
    {
        LeaveBehind(entry, entry.Execution);
        entry.Append(last);
        entry.Status = status;
        entry.Execution = null;
        entry.WholeHistory = null;
        var row = entry.Row;
        Spans.EmitOrchestration(row.Name, entry.Version, row.Id, row.Span, row.Trace, row.Created, status.ToString(), entry.Failure);
        if (row.Parent is { } parent)
        {
            actions.Answer(parent, status == InstanceStatus.Completed
                ? new HistoryEvent(EventKind.SubOrchestrationCompleted, Id: parent.Call, Payload: entry.Output)
                : new HistoryEvent(EventKind.SubOrchestrationFailed, Id: parent.Call, Failure: entry.Failure ?? Terminated(entry)));
        }

        parts.StartWaiters.Release(entry.Id, parts.Batch);
        parts.EndWaiters.Release(entry.Id, parts.Batch);
    }

    private static TaskFailureDetails Terminated(InstanceEntry entry) =>
        new("OrchestrationTerminated", $"Orchestration '{entry.Id}' was terminated. {entry.Output}".TrimEnd(), null, null, null);

    // Without a coroutine its timers are not known here: when they fire, they find nobody.
    private void LeaveBehind(InstanceEntry entry, OrchestrationExecution? execution)
    {
        foreach (var id in execution?.PendingTimers ?? [])
        {
            parts.Timers.Cancel(new TimerKey(entry.Id, entry.ExecutionNumber, id));
        }

        foreach (var request in entry.Locks?.Keys.ToList() ?? [])
        {
            actions.Unlock(entry, request);
        }

        execution?.Dispose();
    }
}
