using Microsoft.DurableTask;

namespace DurableTask.Sqlite.Execution;

/// <summary>
/// One entry of an instance's history. An <em>action</em> records what the orchestrator asked for; every other event is an
/// input that was delivered to it. Replay delivers the inputs in order and compares the actions.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">UTC ticks of an input's delivery: the orchestration's clock. Zero for actions.</param>
/// <param name="Id">Sequence number of the action, or of the action that an input answers; -1 where there is none.</param>
/// <param name="Name">Activity, orchestrator, operation or event name.</param>
/// <param name="Target">Entity or instance that an action is for; the locked entities, one a line.</param>
/// <param name="Payload">What the data converter made of an input, a result or an event's payload.</param>
/// <param name="Failure">Why a task or the execution failed.</param>
/// <param name="Message">Reason of a suspension or termination.</param>
/// <param name="FireAt">UTC ticks at which a timer, or a signal, is due; zero: at once.</param>
/// <param name="Version">Version of the activity or orchestrator that was asked for.</param>
/// <param name="Trace">W3C trace context of a scheduled task.</param>
internal sealed record HistoryEvent(
    EventKind Kind,
    long At = 0,
    int Id = -1,
    string? Name = null,
    string? Target = null,
    string? Payload = null,
    TaskFailureDetails? Failure = null,
    string? Message = null,
    long FireAt = 0,
    string? Version = null,
    string? Trace = null)
{
    /// <summary>UTC ticks of an input's delivery; zero until it is delivered. In a history it does not change.</summary>
    public long At { get; set; } = At;

    /// <summary>Sequence number; an action gets it when it is asked for. In a history it does not change.</summary>
    public int Id { get; set; } = Id;

    /// <summary>Whether the orchestrator asked for it (as against: it was told of it).</summary>
    public bool IsAction => Kind is EventKind.ActivityScheduled or EventKind.SubOrchestrationCreated
        or EventKind.TimerCreated or EventKind.TimerCanceled
        or EventKind.EntityCalled or EventKind.EntitySignaled or EventKind.LockRequested or EventKind.LockReleased or EventKind.EventSent;

    /// <summary>Whether it ends the execution.</summary>
    public bool IsEnd => Kind is EventKind.ExecutionCompleted or EventKind.ExecutionFailed or EventKind.ExecutionTerminated;

    /// <summary>Whether <paramref name="other"/>, asked for in a replay, is this recorded action.</summary>
    public bool IsSameAction(HistoryEvent other) => Kind == other.Kind && Id == other.Id && Name == other.Name && Target == other.Target;

    /// <summary>The action in words, for messages about non-determinism.</summary>
    public string Describe() => Target is null ? $"{Kind} #{Id} '{Name}'" : $"{Kind} #{Id} '{Name}' → {Target}";
}
