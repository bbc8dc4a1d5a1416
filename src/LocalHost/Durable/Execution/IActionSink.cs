namespace TransVox.LocalHost.Durable.Execution;

/// <summary>Where a live execution's actions go. Not called while history is replayed.</summary>
internal interface IActionSink
{
    /// <summary>The orchestrator asked for something new.</summary>
    /// <param name="action">The event for the history.</param>
    /// <param name="input">JSON of an entity operation's input or an event's payload, which the history need not keep.</param>
    void Act(HistoryEvent action, string? input);

    /// <summary>The orchestrator set its custom status (JSON).</summary>
    void SetCustomStatus(string? json);

    /// <summary>Something other than the engine continued the orchestrator. May be called on any thread.</summary>
    void ForeignContinuation(int execution);
}
