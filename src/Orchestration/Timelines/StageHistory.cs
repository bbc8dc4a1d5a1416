using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Timelines;

/// <summary>Attempts at stages, with the hosts that ran them, pauses between them, and waits for engines that were busy.</summary>
internal sealed class StageHistory(EntryList entries)
{
    /// <summary>A heartbeat comes every two seconds; after so many without one nobody runs the stage.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    // What is shorter is how long messages take.
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, Call> _calls = [];
    private readonly Dictionary<Stage, (int Calls, int Attempts)> _counts = [];
    private readonly HashSet<Stage> _done = [];
    private (Stage Stage, int Place)? _busy;
    private int? _pause;
    private bool _unsettled;

    /// <summary>Whether no stage runs and none is to run again.</summary>
    public bool IsIdle => _calls.Count == 0 && !_unsettled && _pause is null;

    public bool IsDone(Stage stage) => _done.Contains(stage);

    /// <summary>The orchestrator asked for a stage.</summary>
    public void Begin(Stage stage, int id, DateTimeOffset at)
    {
        EndPause(at, TimelineOutcome.Completed);
        var (calls, attempts) = _counts.GetValueOrDefault(stage);
        _counts[stage] = (calls + 1, attempts + 1);
        if (_busy is { } busy)
            entries.End(busy.Place, at, TimelineOutcome.Completed);
        var place = entries.Add(new TimelineEntry { Kind = TimelineKind.Stage, At = at, Stage = stage.ToWire(), Attempt = attempts + 1 });
        (_calls[id], _unsettled) = (new Call(stage, place, at, calls + 1), false);
    }

    /// <summary>A stage came back.</summary>
    /// <returns>Whether it was one.</returns>
    public bool End(int id, StageOutcome outcome, DateTimeOffset at)
    {
        if (!_calls.Remove(id, out var call))
            return false;
        if (outcome.Error is { Retry: Retryability.Busy })
        {
            EndBusy(call, outcome, at);
            return true;
        }

        _busy = null;
        var error = outcome.Error;
        var end = error is null ? (outcome.Reused ? TimelineOutcome.Reused : TimelineOutcome.Completed)
            : error.Code == ErrorCodes.Cancelled ? TimelineOutcome.Cancelled : TimelineOutcome.Failed;
        _unsettled = end == TimelineOutcome.Failed;
        if (error is null)
            _done.Add(call.Stage);
        var last = Split(call, outcome.Runs ?? [], at);
        entries.End(last, at, end, entry => entry with { Code = error?.Code, Message = error?.Message, Engine = outcome.Engine });
        return true;
    }

    /// <summary>A timer was set: the pause before another attempt, if one has just failed.</summary>
    public void TimerSet(DateTimeOffset at)
    {
        if (!_unsettled)
            return;
        _unsettled = false;
        if (_busy is { } busy)
            entries.Change(busy.Place, entry => entry with { EndedAt = null, Outcome = null });
        else
            _pause = entries.Add(new TimelineEntry { Kind = TimelineKind.Pause, At = at });
    }

    /// <summary>The job goes on with something that is no stage: no other attempt follows.</summary>
    public void Settle(DateTimeOffset at)
    {
        EndPause(at, TimelineOutcome.Cancelled);
        (_busy, _unsettled) = (null, false);
    }

    /// <summary>Nobody wants it any more.</summary>
    public void Cancel(DateTimeOffset at)
    {
        EndPause(at, TimelineOutcome.Cancelled);
        if (_busy is { } busy && _calls.Count == 0)
            entries.End(busy.Place, at, TimelineOutcome.Cancelled);
        (_busy, _unsettled) = (null, false);
    }

    /// <summary>What the stage that runs now says of itself: no history has it before it ends.</summary>
    public void Live(ProgressReport? report, DateTimeOffset now)
    {
        foreach (var call in _calls.Values)
        {
            var own = report is { Runs.Count: > 0 } && report.Stage == call.Stage && report.Attempt == call.Number;
            if (!own)
            {
                if (now - call.At > Noticeable)
                    entries.Change(call.Place, entry => entry with { Kind = TimelineKind.Worker });
                continue;
            }

            var silent = now - report!.At > Silence;
            var last = Split(call, report.Runs!, silent ? report.At : now);
            if (!silent)
                continue;
            entries.End(last, report.At, TimelineOutcome.Interrupted);
            entries.Add(new TimelineEntry { Kind = TimelineKind.Lost, At = report.At, Stage = call.Stage.ToWire() });
        }
    }

    private void EndBusy(Call call, StageOutcome outcome, DateTimeOffset at)
    {
        entries.Remove(call.Place);
        var (calls, attempts) = _counts[call.Stage];
        (_counts[call.Stage], _unsettled) = ((calls, attempts - 1), true);
        if (_busy is not { } busy || busy.Stage != call.Stage)
        {
            var first = new TimelineEntry { Kind = TimelineKind.Busy, At = call.At, Stage = call.Stage.ToWire(), Count = 0 };
            _busy = busy = (call.Stage, entries.Add(first));
        }

        // Should no other look follow, it was given up here.
        entries.End(
            busy.Place, at, TimelineOutcome.Failed,
            entry => entry with { Count = entry.Count + 1, Code = outcome.Error!.Code, Message = outcome.Error.Message });
    }

    /// <summary>An entry for each run, and for the time between them; the place of the last one.</summary>
    private int Split(Call call, IReadOnlyList<StageRunTime> runs, DateTimeOffset until)
    {
        if (runs.Count == 0)
            return call.Place;
        var at = call.At;
        if (runs[0].At - at > Noticeable)
        {
            entries.Add(new TimelineEntry { Kind = TimelineKind.Worker, At = at, EndedAt = runs[0].At, Stage = call.Stage.ToWire(), Outcome = TimelineOutcome.Completed });
            at = runs[0].At;
        }

        for (var i = 0; i < runs.Count - 1; i++)
        {
            var next = Clamp(runs[i + 1].At, at, until);
            var seen = Clamp(runs[i].SeenAt ?? next, at, next);
            entries.Add(entries[call.Place] with { At = at, EndedAt = seen, Outcome = TimelineOutcome.Interrupted, Host = runs[i].Host });
            if (next > seen)
                entries.Add(new TimelineEntry { Kind = TimelineKind.Lost, At = seen, EndedAt = next, Stage = call.Stage.ToWire(), Outcome = TimelineOutcome.Completed });
            at = next;
        }

        entries.Change(call.Place, entry => entry with { At = at, Host = runs[^1].Host });
        return call.Place;
    }

    private void EndPause(DateTimeOffset at, TimelineOutcome outcome)
    {
        if (_pause is { } pause)
            entries.End(pause, at, outcome);
        _pause = null;
    }

    private static DateTimeOffset Clamp(DateTimeOffset at, DateTimeOffset from, DateTimeOffset to) => at < from ? from : at > to ? to : at;

    /// <summary>A stage that was asked for.</summary>
    /// <param name="Stage">Which.</param>
    /// <param name="Place">Of its entry.</param>
    /// <param name="At">When.</param>
    /// <param name="Number">Which call of this stage, those that found it busy too.</param>
    private readonly record struct Call(Stage Stage, int Place, DateTimeOffset At, int Number);
}
