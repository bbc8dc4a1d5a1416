using DurableTask.Sqlite.Execution;

namespace DurableTask.Sqlite.Engine;

/// <summary>What an instance in memory passes its orchestrator's doings to.</summary>
internal interface IInstanceActions
{
    /// <summary>Does what an orchestrator asked for.</summary>
    void Perform(InstanceEntry entry, HistoryEvent action, string? input, IDictionary<string, string>? tags);

    /// <summary>Something that is not durable continued an orchestrator. Called on any thread.</summary>
    void OnForeignContinuation(InstanceEntry entry, int number);
}
