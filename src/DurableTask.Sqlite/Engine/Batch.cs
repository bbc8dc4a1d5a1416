using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// What becomes durable in one commit, and what may be seen outside only after it: answers to clients and starts of
/// activities.
/// </summary>
internal sealed class Batch(long number)
{
    private readonly List<IEffect> _effects = [];

    public long Number { get; } = number;

    public WriteSet Writes { get; } = new();

    public HashSet<InstanceEntry> Instances { get; } = [];

    public HashSet<EntityEntry> Entities { get; } = [];

    /// <summary>Activities to start, in the order in which they were scheduled.</summary>
    public List<ActivityWork> Activities { get; } = [];

    /// <summary>Events and operations so far, to bound the size of a commit.</summary>
    public int Weight { get; set; }

    public bool HasWork => _effects.Count > 0 || Instances.Count > 0 || Entities.Count > 0 || Activities.Count > 0 || !Writes.IsEmpty;

    /// <summary>Lets an effect happen once everything before it is durable.</summary>
    public void AfterCommit(IEffect effect) => _effects.Add(effect);

    public void Release(ActivityDispatcher dispatcher)
    {
        foreach (var work in Activities)
        {
            dispatcher.Start(work);
        }

        foreach (var effect in _effects)
        {
            effect.Release();
        }
    }

    public void Abandon(Exception reason)
    {
        foreach (var effect in _effects)
        {
            effect.Abandon(reason);
        }
    }
}
