namespace DurableTask.Sqlite.Execution;

/// <summary>Where a live execution's actions go. Not called while history is replayed.</summary>
internal interface IActionSink
{
    /// <summary>The orchestrator asked for something new.</summary>
    /// <param name="action">The event for the history.</param>
    /// <param name="input">Input of an entity operation or sub-orchestration, or an event's payload, which the history need not keep.</param>
    /// <param name="tags">Tags of an activity or sub-orchestration, or null.</param>
    void Act(HistoryEvent action, string? input, IDictionary<string, string>? tags);

    /// <summary>The orchestrator set its custom status, as the data converter wrote it.</summary>
    void SetCustomStatus(string? status);

    /// <summary>Something other than the engine continued the orchestrator. May be called on any thread.</summary>
    void ForeignContinuation(int execution);
}
