namespace TransVox.Cli.Contract;

/// <summary>One server-sent event of a job. Ids grow.</summary>
internal sealed record JobEvent(long Id, string Kind, DateTimeOffset At, Job? Job = null, string? Message = null);
