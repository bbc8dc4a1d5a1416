namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>
/// <see cref="IAdmissionLedger"/> in one document with conditional writes. Operations of this process that arrive together share
/// one read-modify-write; other processes are met with optimistic concurrency.
/// </summary>
public sealed class AdmissionLedger : IAdmissionLedger
{
    private readonly LedgerCombiner _combiner;
    private readonly IPlaceInspector _inspector;
    private readonly AdmissionLedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly RestingPace _pace;
    private readonly Lock _gate = new();
    private Task<IReadOnlyList<string>>? _pruning;

    public AdmissionLedger(ILedgerStore store, IPlaceInspector inspector, AdmissionLedgerOptions options, TimeProvider time)
    {
        _combiner = new LedgerCombiner(store, options, time);
        (_inspector, _options, _time, _pace) = (inspector, options, time, new RestingPace(time, options.PruneInterval, TimeSpan.FromMinutes(1)));
    }

    public async Task<LedgerAnswer> ReserveAsync(LedgerPlace place, LedgerBounds bounds, CancellationToken cancellationToken)
    {
        var answer = await TryReserveAsync(place, bounds, cancellationToken);
        // Nobody is refused for the sake of jobs that are gone.
        if (answer.Verdict != LedgerVerdict.Admitted && await PruneIfDueAsync(cancellationToken))
            answer = await TryReserveAsync(place, bounds, cancellationToken);
        return answer;
    }

    public Task ContinueAsync(LedgerPlace place, CancellationToken cancellationToken) =>
        _combiner.RunAsync(s => LedgerRules.Continue(s, place), cancellationToken);

    public Task RenewAsync(string jobId, CancellationToken cancellationToken) =>
        _combiner.RunAsync(s => LedgerRules.Renew(s, jobId, _time.GetUtcNow()), cancellationToken);

    public Task MarkRunningAsync(string jobId, CancellationToken cancellationToken) =>
        _combiner.RunAsync(s => LedgerRules.MarkRunning(s, jobId), cancellationToken);

    public Task DescribeAsync(string jobId, double mediaSeconds, CancellationToken cancellationToken) =>
        _combiner.RunAsync(s => LedgerRules.Describe(s, jobId, mediaSeconds), cancellationToken);

    public Task RemoveAsync(string jobId, CancellationToken cancellationToken) =>
        _combiner.RunAsync(s => LedgerRules.Remove(s, jobId), cancellationToken);

    public Task<LedgerState> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken) => _combiner.ReadAsync(maxAge, cancellationToken);

    public async Task<IReadOnlyList<string>> PruneAsync(CancellationToken cancellationToken)
    {
        var places = (await _combiner.ReadAsync(TimeSpan.Zero, cancellationToken)).Places;
        if (places.Count == 0)
            return [];
        var found = await _inspector.InspectAsync(places, cancellationToken);
        var corrections = LedgerPruning.Decide(places, found, _time.GetUtcNow(), _options.UploadGrace);
        if (corrections.Count > 0)
            await _combiner.RunAsync(s => LedgerRules.Prune(s, corrections), cancellationToken);
        return [.. corrections.Where(c => c.Standing == PlaceStanding.Ended).Select(c => c.JobId)];
    }

    private Task<LedgerAnswer> TryReserveAsync(LedgerPlace place, LedgerBounds bounds, CancellationToken cancellationToken) =>
        _combiner.RunAsync(
            s => LedgerRules.Reserve(s, place, bounds),
            cancellationToken,
            undo: s => LedgerRules.Remove(s, place.JobId));

    // Whether a pruning ended between now and then, so that a second look is worth while. All who find the queue full share it.
    private async Task<bool> PruneIfDueAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<string>> pruning;
        lock (_gate)
        {
            if (_pruning is null or { IsCompleted: true })
            {
                if (!_pace.IsDue)
                    return false;
                // Not tied to one caller: the others wait for it too.
                _pruning = _pace.RunAsync(() => PruneAsync(CancellationToken.None));
            }

            pruning = _pruning;
        }

        await pruning.WaitAsync(cancellationToken);
        return true;
    }
}
