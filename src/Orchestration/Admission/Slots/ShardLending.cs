namespace TransVox.Orchestration.Admission.Slots;

/// <summary>What a shard does with capacity that others could use.</summary>
public enum ShardLending
{
    /// <summary>It keeps it: nobody else waits.</summary>
    Keep,

    /// <summary>Another shard has its fair share and would use more: what is idle here goes back, but for a reserve.</summary>
    Lend,

    /// <summary>Another shard waits with less than its fair share: beside that, what is free above the own fair share goes back before jobs that wait here get it.</summary>
    Return,
}
