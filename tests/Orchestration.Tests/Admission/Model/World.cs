using System.Collections.Immutable;
using System.Text;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>All there is at one moment: jobs, entities in their stored form, messages under way, what the adversary has left.</summary>
public sealed record World
{
    public required ImmutableSortedDictionary<string, JobModel> Jobs { get; init; }

    public ImmutableSortedDictionary<string, string> Entities { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<Message> Messages { get; init; } = [];

    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the pool has shards, or may get them.</summary>
    public bool HasShards { get; init; }

    public ImmutableArray<object> Changes { get; init; } = [];

    public int Cancels { get; init; }

    public int Timeouts { get; init; }

    public int Terminations { get; init; }

    public int Duplicates { get; init; }

    public int Crashes { get; init; }

    /// <summary>Everything that makes a difference, as text. Messages between different ends have no order among them.</summary>
    public string Key
    {
        get
        {
            var text = new StringBuilder(1024);
            foreach (var job in Jobs.Values)
                job.AppendKey(text);
            foreach (var (id, state) in Entities)
                text.Append(id).Append(state);
            foreach (var message in Messages.Select(m => m.Text).Order(StringComparer.Ordinal))
                text.Append(message).Append(';');
            return text.Append(Now.ToUnixTimeSeconds()).Append(',').Append(Changes.Length).Append(',').Append(Cancels).Append(',').Append(Timeouts)
                .Append(',').Append(Terminations).Append(',').Append(Duplicates).Append(',').Append(Crashes).ToString();
        }
    }

    public World With(JobModel job) => this with { Jobs = Jobs.SetItem(job.Id, job) };

    public World Send(params ReadOnlySpan<Message> messages) => this with { Messages = Messages.AddRange(messages) };

    public World Without(Message message) => this with { Messages = Messages.Remove(message) };

    public string StateOf(EntityInstanceId id) => Entities.TryGetValue(id.ToString(), out var state) ? state : SlotSystem.Create(id);
}
