using DurableTask.Sqlite.Execution;
using DurableTask.Sqlite.Store;
using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Engine;

/// <summary>An instance in memory: its row, the events that the current batch adds, and its coroutine while there is one.</summary>
internal sealed class InstanceEntry(IInstanceActions actions, StoredInstance row) : IActionSink
{
    /// <summary>The row as it was created; what changes is in the other members.</summary>
    public StoredInstance Row { get; } = row;

    public string Id => Row.Id;

    public string Name => Row.Name;

    public InstanceStatus Status { get; set; } = row.Status;

    public long Updated { get; set; } = row.Updated;

    public int ExecutionNumber { get; set; } = row.Execution;

    public string? Version { get; set; } = row.Version;

    public string? Input { get; set; } = row.Input;

    public string? Output { get; set; }

    public string? CustomStatus { get; set; } = row.CustomStatus;

    public TaskFailureDetails? Failure { get; set; }

    public OrchestrationExecution? Execution { get; set; }

    /// <summary>Its whole row is to be written: it is not in the store yet, or replaces another there.</summary>
    public bool IsNew { get; set; }

    /// <summary>Continued as new since the last cut, or a replacement.</summary>
    public bool ResetHistory { get; set; }

    /// <summary>Why this worker must not run it, or null.</summary>
    public string? NotForThisWorker { get; set; }

    /// <summary>Sequence number of the next chunk of history.</summary>
    public int NextSeq { get; set; }

    /// <summary>Events since the last cut.</summary>
    public List<HistoryEvent> Events { get; private set; } = [];

    /// <summary>The stored history of an instance that came from the store, until it is replayed.</summary>
    public List<HistoryEvent>? Loaded { get; set; }

    /// <summary>The whole history, kept only when every event is to be replayed from the start.</summary>
    public List<HistoryEvent>? WholeHistory { get; set; }

    /// <summary>Requests of critical sections that it entered or waits for, and what they lock.</summary>
    public Dictionary<int, string[]>? Locks { get; set; }

    /// <summary>The last batch that changed it: it may leave memory when that one is committed.</summary>
    public long LastBatch { get; set; }

    public LinkedListNode<InstanceEntry>? Node { get; set; }

    public bool IsActive => Status < InstanceStatus.Completed;

    public void Append(HistoryEvent e)
    {
        Events.Add(e);
        WholeHistory?.Add(e);
    }

    public void Act(HistoryEvent action, string? input, IDictionary<string, string>? tags)
    {
        Append(action);
        actions.Perform(this, action, input, tags);
    }

    public void SetCustomStatus(string? status) => CustomStatus = status;

    public void ForeignContinuation(int execution) => actions.OnForeignContinuation(this, execution);

    /// <summary>Detaches what a commit has to write.</summary>
    public InstanceWrite Cut()
    {
        var write = new InstanceWrite(
            Row, Status, Updated, ExecutionNumber, Version, Input, Output, CustomStatus, Failure, IsNew, ResetHistory, NextSeq, Events);
        if (Events.Count > 0)
        {
            Events = [];
            NextSeq++;
        }

        IsNew = false;
        ResetHistory = false;
        return write;
    }
}
