using System.Globalization;

namespace DurableTask.Sqlite.Execution;

/// <summary>What a history leaves open. Pure.</summary>
internal static class HistoryScan
{
    /// <summary>Activities, sub-orchestrations and timers that were asked for and have no answer, in order.</summary>
    public static IReadOnlyCollection<HistoryEvent> OpenActions(IReadOnlyList<HistoryEvent> history)
    {
        var open = new SortedDictionary<int, HistoryEvent>();
        foreach (var e in history)
        {
            switch (e.Kind)
            {
                case EventKind.ActivityScheduled or EventKind.SubOrchestrationCreated or EventKind.TimerCreated:
                    open.Add(e.Id, e);
                    break;
                case EventKind.ActivityCompleted or EventKind.ActivityFailed or EventKind.TimerFired or EventKind.TimerCanceled
                    or EventKind.SubOrchestrationCompleted or EventKind.SubOrchestrationFailed:
                    open.Remove(e.Id);
                    break;
            }
        }

        return open.Values;
    }

    /// <summary>Critical sections that were asked for and not left, or null when there is none.</summary>
    public static Dictionary<int, string[]>? OpenLocks(IReadOnlyList<HistoryEvent> history)
    {
        Dictionary<int, string[]>? open = null;
        foreach (var e in history)
        {
            if (e.Kind == EventKind.LockRequested)
            {
                (open ??= [])[e.Id] = EntitiesOf(e);
            }
            else if (e.Kind == EventKind.LockReleased)
            {
                open?.Remove(RequestOf(e));
            }
        }

        return open;
    }

    /// <summary>Ids of the entities that a request locks.</summary>
    public static string[] EntitiesOf(HistoryEvent request) => request.Target!.Split('\n');

    /// <summary>The request whose entities a release unlocks.</summary>
    public static int RequestOf(HistoryEvent release) => int.Parse(release.Name!, CultureInfo.InvariantCulture);
}
