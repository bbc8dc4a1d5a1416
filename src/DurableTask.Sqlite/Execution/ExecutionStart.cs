namespace DurableTask.Sqlite.Execution;

/// <summary>Identity of an execution and what it starts from.</summary>
/// <param name="Created">UTC ticks of the instance's creation; with the rest it makes <c>NewGuid</c> unique.</param>
/// <param name="Number">Number of the execution within its instance.</param>
/// <param name="Trace">W3C trace context of the orchestration's own span, or null.</param>
internal sealed record ExecutionStart(
    string InstanceId, string Name, long Created, int Number, string? Input, string? Version = null, ParentRef? Parent = null, string? Trace = null);
