namespace TransVox.Contract;

/// <summary>Something that happened to a job; a server-sent event. Ids grow; a reader resumes after the last it saw.</summary>
/// <param name="Kind"><c>state</c>, <c>stage</c>, <c>progress</c>, <c>queue</c>, <c>log</c>, <c>end</c>.</param>
public sealed record JobEvent(long Id, string Kind, DateTimeOffset At, JobView? Job = null, string? Message = null);
