namespace TransVox.LocalHost.Durable.Execution;

/// <summary>
/// One entry of an instance's history. An <em>action</em> records what the orchestrator asked for; every other event is an
/// input that was delivered to it. Replay delivers the inputs in order and compares the actions.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">UTC ticks of an input's delivery: the orchestration's clock. Zero for actions.</param>
/// <param name="Id">Sequence number of the action, or of the action that an input answers; -1 where there is none.</param>
/// <param name="Name">Activity, operation or event name.</param>
/// <param name="Target">Entity or receiving instance of an action; type of the error of a failure.</param>
/// <param name="Payload">JSON text: input of an activity, result, event payload.</param>
/// <param name="Message">Error message of a failure, reason of a termination.</param>
/// <param name="FireAt">UTC ticks at which a timer is due.</param>
internal sealed record HistoryEvent(
    EventKind Kind,
    long At = 0,
    int Id = -1,
    string? Name = null,
    string? Target = null,
    string? Payload = null,
    string? Message = null,
    long FireAt = 0)
{
    /// <summary>Whether the orchestrator asked for it (as against: it was told of it).</summary>
    public bool IsAction => Kind is EventKind.ActivityScheduled or EventKind.TimerCreated or EventKind.TimerCanceled
        or EventKind.EntityCalled or EventKind.EntitySignaled or EventKind.EventSent;

    /// <summary>Whether <paramref name="other"/>, asked for in a replay, is this recorded action.</summary>
    public bool IsSameAction(HistoryEvent other) => Kind == other.Kind && Id == other.Id && Name == other.Name && Target == other.Target;

    /// <summary>The action in words, for messages about non-determinism.</summary>
    public string Describe() => Target is null ? $"{Kind} #{Id} '{Name}'" : $"{Kind} #{Id} '{Name}' → {Target}";
}
