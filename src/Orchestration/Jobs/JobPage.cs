namespace TransVox.Orchestration.Jobs;

/// <summary>A page of jobs, newest first.</summary>
public sealed record JobPage(IReadOnlyList<JobView> Jobs, string? Next);
