namespace DurableTask.Sqlite.Execution;

/// <summary>Who called a sub-orchestration, and as which of its actions.</summary>
internal sealed record ParentRef(string Instance, int Execution, int Call, string Name);
