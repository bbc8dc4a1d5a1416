namespace TransVox.TestKit;

/// <summary>A line of <see cref="FakeToolLog"/>. <paramref name="Micros"/> counts from the Unix epoch.</summary>
public sealed record FakeToolEntry(long Micros, bool IsStart, string Stage, int ProcessId, string Plan, string WorkDirectory, int? ExitCode);
