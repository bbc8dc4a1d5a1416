namespace TransVox.TestKit;

/// <summary>One run of a stage; without an end it was killed, or runs still. Times are microseconds since the Unix epoch.</summary>
public sealed record FakeToolRun(string Plan, string Stage, long StartMicros, long? EndMicros, int? ExitCode)
{
    public bool Succeeded => ExitCode == 0;
}
