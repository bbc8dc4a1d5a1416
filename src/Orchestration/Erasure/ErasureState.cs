namespace TransVox.Orchestration.Erasure;

/// <summary>How far the removal of a deleted job came.</summary>
public enum ErasureState
{
    /// <summary>Everything is gone that no other job needs.</summary>
    Done,

    /// <summary>It still runs; it was told to stop.</summary>
    Runs,

    /// <summary>Results are gone; another job of its user that has not ended may use the same work.</summary>
    Shares,

    /// <summary>
    /// Work is forgotten, and its files go at a later look: somebody may have found it just before. The same holds for messages that are on
    /// their way to webhooks.
    /// </summary>
    Settles,

    /// <summary>The storage account did not answer.</summary>
    Unavailable,
}
