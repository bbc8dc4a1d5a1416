namespace TransVox.Bench.FunctionsApp;

/// <summary>An orchestration asks for one of so many slots.</summary>
public sealed record PlainAcquire(string InstanceId, int Capacity);
