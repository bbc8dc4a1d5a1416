using DurableTask.Sqlite.Engine;
using DurableTask.Sqlite.Execution;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Store;

/// <summary>What one commit writes about an instance: its row, and the events appended to its history.</summary>
/// <param name="Row">The row as it was created.</param>
/// <param name="IsNew">The whole row: the instance is new, or replaces an ended one of the same id.</param>
/// <param name="ResetHistory">The old history goes: the execution was continued as new, or the instance replaced.</param>
internal sealed record InstanceWrite(
    StoredInstance Row,
    InstanceStatus Status,
    long Updated,
    int Execution,
    string? Version,
    string? Input,
    string? Output,
    string? CustomStatus,
    TaskFailureDetails? Failure,
    bool IsNew,
    bool ResetHistory,
    int Seq,
    IReadOnlyList<HistoryEvent> Events);

/// <summary>An operation of an entity's log.</summary>
/// <param name="At">UTC ticks that the operation was given as now.</param>
internal sealed record EntityOp(string Operation, string? Input, long At);

/// <summary>
/// What one commit writes about an entity: a snapshot (which ends the log before it) or operations appended to its log.
/// </summary>
/// <param name="Version">Version of the snapshot, or of the first appended operation.</param>
/// <param name="Snapshot">Null with no operations and no lock deletes the entity.</param>
internal sealed record EntityWrite(
    long Key, EntityInstanceId Id, long Version, string? Snapshot, bool ClearLog, IReadOnlyList<EntityOp> Ops, LockHolder? LockedBy, long Updated)
{
    public bool IsDelete => Snapshot is null && ClearLog && Ops.Count == 0;
}

/// <summary>A message that was sent and not yet received when a batch was cut.</summary>
internal sealed record MessageWrite(long Id, byte[] Body);
