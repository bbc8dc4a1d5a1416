namespace DurableTask.Sqlite.Store;

/// <summary>The rows of one commit, detached from the engine's live objects. Deletions are applied before the rest.</summary>
internal sealed class WriteSet
{
    public List<long> PurgedInstances { get; } = [];

    public List<InstanceWrite> Instances { get; } = [];

    public List<EntityWrite> Entities { get; } = [];

    public List<long> ReceivedMessages { get; } = [];

    public List<MessageWrite> SentMessages { get; } = [];

    /// <summary>Rows written, roughly: it paces the checkpoints.</summary>
    public int Rows => PurgedInstances.Count + (2 * Instances.Count) + Entities.Sum(e => 1 + e.Ops.Count + ((e.Snapshot?.Length ?? 0) / 1024)) +
        ReceivedMessages.Count + SentMessages.Count;

    public bool IsEmpty => PurgedInstances.Count + Instances.Count + Entities.Count + ReceivedMessages.Count + SentMessages.Count == 0;
}
