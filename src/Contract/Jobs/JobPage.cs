namespace TransVox.Contract;

/// <summary>A page of jobs, newest first.</summary>
public sealed record JobPage(IReadOnlyList<JobView> Jobs, string? Next);
