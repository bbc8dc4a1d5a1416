using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite.Engine;

/// <summary>Runs failed instances again from the task that failed last.</summary>
internal sealed class Rewinder(EngineParts parts, InstanceTable table, InstanceRunner runner, InstanceInbox inbox)
{
    /// <returns>False when the instance's history has no failed task.</returns>
    public bool Rewind(InstanceEntry entry, string reason)
    {
        var history = entry.Loaded!;
        var failed = history.FindLastIndex(e => e.Kind is EventKind.ActivityFailed or EventKind.SubOrchestrationFailed);
        if (failed < 0)
        {
            return false;
        }

        // What the orchestrator did after that failure is taken back as far as its history goes; what it was told since is kept.
        var kept = history[..failed];
        var asked = kept.Where(e => e.IsAction).Select(e => e.Id).ToHashSet();
        kept.AddRange(history.Skip(failed + 1).Where(e => !e.IsAction && !e.IsEnd && (e.Kind == EventKind.EventRaised || asked.Contains(e.Id))));
        kept.Add(new HistoryEvent(EventKind.ExecutionRewound, At: Math.Max(parts.UtcTicks, history.Max(e => e.At)), Message: reason));
        var task = history.Last(e => e.Id == history[failed].Id && e.Kind is EventKind.ActivityScheduled or EventKind.SubOrchestrationCreated);
        table.Touch(entry);
        entry.Status = InstanceStatus.Running;
        (entry.Output, entry.Failure) = (null, null);
        entry.ResetHistory = true;
        entry.NextSeq = 0;
        kept.ForEach(entry.Append);
        entry.Loaded = kept;
        RunAgain(entry, task, reason);
        return true;
    }

    private void RunAgain(InstanceEntry entry, HistoryEvent task, string reason)
    {
        if (task.Kind == EventKind.ActivityScheduled)
        {
            parts.Batch.Activities.Add(new ActivityWork(entry.Id, entry.ExecutionNumber, task));
        }
        else if (table.LoadEnded(runner, task.Target!) is { } child && !Rewind(child, reason))
        {
            inbox.Start(new StartRequest(
                child.Id, child.Name, child.Version, child.Input, child.Row.Tags, new ParentRef(entry.Id, entry.ExecutionNumber, task.Id, entry.Name), task.Trace));
        }
    }
}
