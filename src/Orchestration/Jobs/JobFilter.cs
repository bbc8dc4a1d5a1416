namespace TransVox.Orchestration.Jobs;

/// <summary>Filter of a list of jobs. <paramref name="AllUsers"/> is for admins only.</summary>
/// <param name="IdempotencyKey">Only the caller's job that was submitted under this key; the other filters do not count then.</param>
public sealed record JobFilter(
    IReadOnlyList<JobState>? States = null,
    int Limit = 50,
    string? After = null,
    bool AllUsers = false,
    string? UserId = null,
    string? IdempotencyKey = null);
