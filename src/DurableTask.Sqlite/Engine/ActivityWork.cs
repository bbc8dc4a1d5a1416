using DurableTask.Sqlite.Execution;

namespace DurableTask.Sqlite.Engine;

/// <summary>An activity to run.</summary>
/// <param name="Scheduled">Its event in the history.</param>
internal sealed record ActivityWork(string InstanceId, int Execution, HistoryEvent Scheduled);
