namespace TransVox.LocalHost.Durable.Execution;

/// <summary>Identity of an execution and what it starts from.</summary>
/// <param name="Created">UTC ticks of the instance's creation; with the rest it makes <c>NewGuid</c> unique.</param>
internal sealed record ExecutionStart(string InstanceId, long Created, int Number, string? Input);
