using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;

namespace TransVox.Orchestration.Erasure;

/// <summary>Erases users: nothing new is taken from them at once, and an orchestration removes what is there.</summary>
public sealed class UserErasureService(
    UserErasures erasures, ILimitsStore limitsStore, IDurableTaskClientProvider clients, TimeProvider time)
{
    /// <summary>Erases one user; again while that goes on, it answers with what was asked for first.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>; <c>conflict</c> for oneself without confirmation.</exception>
    public async Task<UserErasure> EraseAsync(Caller caller, string userId, string? confirm, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!UserIds.IsValid(userId))
            throw new RequestException(ErrorCodes.InvalidRequest, "That is not a user id.");
        if (confirm is not null && confirm != userId)
            throw new RequestException(ErrorCodes.InvalidRequest, $"'confirm' must be the user's id, '{userId}'.");
        if (userId == caller.UserId && confirm is null)
            throw new RequestException(ErrorCodes.Conflict, "That is you: all your jobs, results and keys would go. Send your user id as 'confirm' if you mean it.");
        // Noted first, so that no erasure is without its entry; once the user is marked, nobody's hanging up stops the rest.
        await limitsStore.AuditAsync(caller.UserId, "user-erase", userId, cancellationToken);
        var erasure = new UserErasure(userId, caller.UserId, time.GetUtcNow());
        if (!await erasures.AddAsync(erasure, cancellationToken))
            erasure = await erasures.FindAsync(userId, CancellationToken.None) ?? erasure;
        await StartAsync(erasure, CancellationToken.None);
        return erasure;
    }

    /// <summary>Users who are being erased.</summary>
    public Task<IReadOnlyList<UserErasure>> ListAsync(CancellationToken cancellationToken) => erasures.ListAsync(cancellationToken);

    /// <summary>Goes on with erasures whose orchestration was never started, or failed.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var erasure in await erasures.ListAsync(cancellationToken))
            await StartAsync(erasure, cancellationToken);
    }

    // A user may be erased again: an instance that has ended is of an earlier time, or failed.
    private async Task StartAsync(UserErasure erasure, CancellationToken cancellationToken)
    {
        var id = EraseUserOrchestrator.IdOf(erasure.UserId);
        await clients.GetClient().PurgeEndedAsync(id, cancellationToken);
        await clients.GetClient().StartOnceAsync(EraseUserOrchestrator.OrchestratorName, new EraseUserInput(erasure.UserId), id, cancellationToken);
    }
}
