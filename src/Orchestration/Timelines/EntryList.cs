namespace TransVox.Orchestration.Timelines;

/// <summary>Entries of a timeline while a history is read: they are begun, ended and taken back by their place.</summary>
internal sealed class EntryList
{
    private readonly List<TimelineEntry?> _entries = [];

    /// <summary>What is left, by when it began.</summary>
    public IReadOnlyList<TimelineEntry> InOrder => [.. _entries.OfType<TimelineEntry>().OrderBy(entry => entry.At)];

    public TimelineEntry this[int place] => _entries[place]!;

    public int Add(TimelineEntry entry)
    {
        _entries.Add(entry);
        return _entries.Count - 1;
    }

    /// <summary>Adds what takes no time.</summary>
    public void AddMoment(TimelineEntry entry) => Add(entry with { EndedAt = entry.At });

    public void Change(int place, Func<TimelineEntry, TimelineEntry> change) => _entries[place] = change(_entries[place]!);

    public void End(int place, DateTimeOffset at, TimelineOutcome outcome, Func<TimelineEntry, TimelineEntry>? change = null) =>
        Change(place, entry => (change?.Invoke(entry) ?? entry) with { EndedAt = at < entry.At ? entry.At : at, Outcome = outcome });

    /// <summary>Ends whatever goes on.</summary>
    public void EndAll(DateTimeOffset at, TimelineOutcome outcome)
    {
        for (var place = 0; place < _entries.Count; place++)
        {
            if (_entries[place] is { EndedAt: null })
                End(place, at, outcome);
        }
    }

    public void Remove(int place) => _entries[place] = null;
}
