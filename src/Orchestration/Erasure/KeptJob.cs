namespace TransVox.Orchestration.Erasure;

/// <summary>What a job that stays needs of its user's storage.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Source">Path of its video.</param>
/// <param name="Ended">Whether it has ended; until then it may come to use any work.</param>
/// <param name="Blobs">Paths of work that it names.</param>
public sealed record KeptJob(string JobId, string Source, bool Ended, IReadOnlyCollection<string> Blobs);
