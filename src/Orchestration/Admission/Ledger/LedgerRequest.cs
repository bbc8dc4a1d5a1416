namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>An operation that waits for its round, and who waits for its answer.</summary>
internal sealed class LedgerRequest(Func<LedgerState, LedgerAnswer> operation, Func<LedgerState, LedgerAnswer>? undo)
{
    private readonly TaskCompletionSource<LedgerAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<LedgerState, LedgerAnswer> Operation { get; } = operation;

    /// <summary>What to do when the caller has left before the operation took effect.</summary>
    public Func<LedgerState, LedgerAnswer>? Undo { get; } = undo;

    public Task<LedgerAnswer> Answer => _answer.Task;

    /// <summary>False when the caller has left.</summary>
    public bool Succeed(LedgerAnswer answer) => _answer.TrySetResult(answer);

    public void Fail(Exception exception) => _answer.TrySetException(exception);

    public void GiveUp(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
}
