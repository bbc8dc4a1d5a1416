using TransVox.LocalHost.Durable.Execution;
using TransVox.LocalHost.Durable.Store;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>An instance in memory: its row, the events that the current batch adds, and its coroutine while there is one.</summary>
internal sealed class InstanceEntry(IInstanceActions actions, long key, string id, string name, long created) : IActionSink
{
    public long Key { get; } = key;

    public string Id { get; } = id;

    public string Name { get; } = name;

    public long Created { get; } = created;

    public InstanceStatus Status { get; set; } = InstanceStatus.Running;

    public long Updated { get; set; } = created;

    public int ExecutionNumber { get; set; }

    public string? Input { get; set; }

    public string? Output { get; set; }

    public string? CustomStatus { get; set; }

    public string? Failure { get; set; }

    public OrchestrationExecution? Execution { get; set; }

    /// <summary>Not in the store yet.</summary>
    public bool IsNew { get; set; }

    /// <summary>Continued as new since the last cut.</summary>
    public bool ResetHistory { get; set; }

    /// <summary>Sequence number of the next chunk of history.</summary>
    public int NextSeq { get; set; }

    /// <summary>Events since the last cut.</summary>
    public List<HistoryEvent> Events { get; private set; } = [];

    /// <summary>The stored history of an instance that came from the store, until it is replayed.</summary>
    public List<HistoryEvent>? Loaded { get; set; }

    /// <summary>The whole history, kept only when every event is to be replayed from the start.</summary>
    public List<HistoryEvent>? WholeHistory { get; set; }

    /// <summary>The last batch that changed it: it may leave memory when that one is committed.</summary>
    public long LastBatch { get; set; }

    public LinkedListNode<InstanceEntry>? Node { get; set; }

    public bool IsActive => Status < InstanceStatus.Completed;

    public void Append(HistoryEvent e)
    {
        Events.Add(e);
        WholeHistory?.Add(e);
    }

    public void Act(HistoryEvent action, string? input)
    {
        Append(action);
        actions.Perform(this, action, input);
    }

    public void SetCustomStatus(string? json) => CustomStatus = json;

    public void ForeignContinuation(int execution) => actions.OnForeignContinuation(this, execution);

    /// <summary>Detaches what a commit has to write.</summary>
    public InstanceWrite Cut()
    {
        var write = new InstanceWrite(
            Key, Id, Name, Status, Created, Updated, ExecutionNumber, Input, Output, CustomStatus, Failure, IsNew, ResetHistory, NextSeq, Events);
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
