namespace TransVox.Orchestration.Jobs;

/// <summary>Who did something to a job, as its history keeps it.</summary>
/// <param name="UserId">Who.</param>
/// <param name="KeyId">Id of the API key that was used.</param>
/// <param name="Moves">Of a cancel that withdraws the job for another service: the move.</param>
public sealed record Actor(string UserId, string? KeyId = null, string? Moves = null);
