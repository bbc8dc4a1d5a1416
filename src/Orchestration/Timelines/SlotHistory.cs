using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Timelines;

/// <summary>
/// Waits for slots, and slots that were held: from a job's calls of the semaphores, which a history has as messages with the operation, and
/// the answers to them.
/// </summary>
internal sealed class SlotHistory(EntryList entries, string pool)
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (string Operation, Slot Slot)> _asked = [];
    private readonly Slot _user = new("user", null);
    private readonly Slot _gpu = new("gpu", pool);

    /// <summary>Whether the job holds no slot, waits for none and asks for nothing.</summary>
    public bool IsIdle => _asked.Count == 0 && _user is { Wait: null, Lease: null } && _gpu is { Wait: null, Lease: null };

    /// <summary>A message to an instance; those to the semaphores are calls.</summary>
    public void Sent(string? target, string? message, DateTimeOffset at)
    {
        var slot = target is null || !target.StartsWith('@') ? null
            : target.StartsWith($"@{SlotEntities.GpuSlots}@", StringComparison.Ordinal) ? _gpu
            : target.StartsWith($"@{SlotEntities.UserSlots}@", StringComparison.Ordinal) ? _user
            : null;
        // What a job carries between shards of a pool is not about its own slots.
        if (slot is null || Read<Request>(message) is not { Id: { } id, Op: { } operation } || operation == SlotEntities.Share)
            return;
        _asked[id] = (operation, slot);
        if (operation != SlotEntities.Acquire)
            return;
        slot.Phase++;
        slot.Wait = entries.Add(new TimelineEntry { Kind = TimelineKind.Waiting, At = at, Pool = slot.Pool });
    }

    /// <summary>An event that came: the answer to a call, if it is one.</summary>
    public void Came(string? name, string? payload, DateTimeOffset at, bool cancelled)
    {
        if (name == SlotEntities.GrantedEvent)
            Granted(Read<Grant>(payload)?.Ticket, at);
        else if (name is not null && _asked.Remove(name, out var asked) && Read<SlotAnswer>(Read<Answer>(payload)?.Result) is { } answer)
            Take(asked.Operation, asked.Slot, answer, at, cancelled);
    }

    private void Take(string operation, Slot slot, SlotAnswer answer, DateTimeOffset at, bool cancelled)
    {
        if (answer.Outcome == SlotOutcome.Granted)
        {
            // What the messages alone took is no wait.
            if (operation == SlotEntities.Acquire && slot.Wait is { } none && at - entries[none].At < Noticeable)
            {
                entries.Remove(none);
                slot.Wait = null;
            }

            Begin(slot, at);
        }
        else if (operation == SlotEntities.Acquire && answer.Outcome == SlotOutcome.Waiting)
        {
            if (slot.Wait is { } wait)
                entries.Change(wait, entry => entry with { Taken = answer.Taken, Others = answer.Others });
        }
        else
        {
            End(slot, at, operation == SlotEntities.Acquire ? TimelineOutcome.Withdrawn : cancelled ? TimelineOutcome.Cancelled : TimelineOutcome.TimedOut);
        }
    }

    private void Granted(string? ticket, DateTimeOffset at)
    {
        // A grant of an earlier phase can be sent twice.
        foreach (var slot in new[] { _user, _gpu })
        {
            if (slot.Wait is not null && ticket?.EndsWith(FormattableString.Invariant($":{slot.Level}:{slot.Phase}"), StringComparison.Ordinal) == true)
                Begin(slot, at);
        }
    }

    private void Begin(Slot slot, DateTimeOffset at)
    {
        if (slot.Wait is { } wait)
            entries.End(wait, at, TimelineOutcome.Granted);
        slot.Wait = null;
        slot.Lease ??= entries.Add(new TimelineEntry { Kind = TimelineKind.Slot, At = at, Pool = slot.Pool });
    }

    private void End(Slot slot, DateTimeOffset at, TimelineOutcome outcome)
    {
        if (slot.Wait is { } wait)
            entries.End(wait, at, outcome);
        if (slot.Lease is { } lease)
            entries.End(lease, at, TimelineOutcome.Completed);
        (slot.Wait, slot.Lease) = (null, null);
    }

    private static T? Read<T>(string? json)
        where T : class => HistoryReader.Read<T>(json);

    /// <summary>One of the two levels.</summary>
    private sealed class Slot(string level, string? pool)
    {
        public string Level { get; } = level;

        public string? Pool { get; } = pool;

        public int Phase { get; set; }

        public int? Wait { get; set; }

        public int? Lease { get; set; }
    }

    /// <summary>A call as Durable Task's core writes it, of what is needed here.</summary>
    private sealed record Request(string? Op, string? Id);

    /// <summary>An answer likewise.</summary>
    private sealed record Answer(string? Result);
}
