namespace DurableTask.Sqlite.Execution;

/// <summary>How far a replay has come in a history: inputs are delivered, actions must be asked for.</summary>
internal sealed class HistoryCursor(IReadOnlyList<HistoryEvent> events)
{
    private int _next;

    public bool IsAtEnd => _next == events.Count;

    /// <summary>The action that the code must ask for next; null: none before the next input.</summary>
    public HistoryEvent? NextAction => !IsAtEnd && events[_next].IsAction ? events[_next] : null;

    /// <summary>The next event, to be delivered; null at the end.</summary>
    public HistoryEvent? TakeInput() => IsAtEnd ? null : events[_next++];

    /// <summary>The recorded action that the code asks for; null where the history has another or none.</summary>
    public HistoryEvent? TakeAction(HistoryEvent asked)
    {
        if (NextAction is not { } recorded || !recorded.IsSameAction(asked))
        {
            return null;
        }

        _next++;
        return recorded;
    }
}
