namespace DurableTask.Sqlite.Execution;

/// <summary>The orchestrator does not do what its history says it did, or awaits something that no replay can repeat.</summary>
internal sealed class NonDeterminismException(string message) : Exception(message);
