using TransVox.LocalHost.Durable.Execution;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Store;

/// <summary>What one commit writes about an instance: its row, and the events appended to its history.</summary>
/// <param name="IsNew">Insert (with name, creation time) or update.</param>
/// <param name="ResetHistory">The execution was continued as new: the old history goes, the input is the new one.</param>
internal sealed record InstanceWrite(
    long Key,
    string Id,
    string Name,
    InstanceStatus Status,
    long Created,
    long Updated,
    int Execution,
    string? Input,
    string? Output,
    string? CustomStatus,
    string? Failure,
    bool IsNew,
    bool ResetHistory,
    int Seq,
    IReadOnlyList<HistoryEvent> Events);

/// <summary>An operation of an entity's log.</summary>
/// <param name="At">UTC ticks that the operation was given as now.</param>
internal sealed record EntityOp(string Operation, string? Input, long At);

/// <summary>
/// What one commit writes about an entity: a snapshot (which ends the log before it), operations appended to its log, or
/// neither: it is deleted.
/// </summary>
/// <param name="Version">Version of the snapshot, or of the first appended operation.</param>
internal sealed record EntityWrite(long Key, EntityId Id, long Version, byte[]? Snapshot, bool ClearLog, IReadOnlyList<EntityOp> Ops)
{
    public bool IsDelete => Snapshot is null && Ops.Count == 0;
}

/// <summary>A message that was sent and not yet received when a batch was cut.</summary>
internal sealed record MessageWrite(long Id, byte[] Body);
