using TransVox.LocalHost.Durable.Execution;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>An activity to run.</summary>
internal sealed record ActivityWork(string InstanceId, int Execution, int Id, string Name, string? Input);

/// <summary>What became of it.</summary>
/// <param name="Kind">Completed or failed.</param>
/// <param name="Result">JSON of the result.</param>
internal sealed record ActivityResult(EventKind Kind, string? Result, string? ErrorType = null, string? Error = null);
