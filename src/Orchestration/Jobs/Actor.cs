namespace TransVox.Orchestration.Jobs;

/// <summary>Who did something to a job, as its history keeps it.</summary>
/// <param name="UserId">Who.</param>
/// <param name="KeyId">Id of the API key that was used.</param>
public sealed record Actor(string UserId, string? KeyId = null);
