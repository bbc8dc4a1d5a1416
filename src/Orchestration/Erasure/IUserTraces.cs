namespace TransVox.Orchestration.Erasure;

/// <summary>What another part of the service keeps about users.</summary>
public interface IUserTraces
{
    /// <summary>Removes what it keeps about one user. Idempotent.</summary>
    Task RemoveAsync(string userId, CancellationToken cancellationToken);
}
