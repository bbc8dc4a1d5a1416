namespace TransVox.Orchestration.Jobs;

/// <summary>Filter of a list of jobs. <paramref name="AllUsers"/> is for admins only.</summary>
public sealed record JobFilter(
    IReadOnlyList<JobState>? States = null,
    int Limit = 50,
    string? After = null,
    bool AllUsers = false,
    string? UserId = null);
