using System.Text.Json;

namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>
/// Runs operations on the ledger: whatever has arrived when a round begins shares its read and its write. An outcome is told
/// only when it is durable, and a refusal only on a state that was current after the operation arrived.
/// </summary>
internal sealed class LedgerCombiner(ILedgerStore store, AdmissionLedgerOptions options, TimeProvider time)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private List<LedgerRequest> _arrived = [];
    private bool _running;
    private volatile LedgerView? _view;

    public async Task<LedgerAnswer> RunAsync(
        Func<LedgerState, LedgerAnswer> operation, CancellationToken cancellationToken, Func<LedgerState, LedgerAnswer>? undo = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new LedgerRequest(operation, undo);
        Enqueue(request);
        await using var registration = cancellationToken.UnsafeRegister(static (r, token) => ((LedgerRequest)r!).GiveUp(token), request);
        return await request.Answer;
    }

    public async Task<LedgerState> ReadAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        if (_view is { } view && time.GetElapsedTime(view.ReadAt) < maxAge)
            return view.State;
        LedgerState? seen = null;
        // Through the rounds, so that many readers share one request, too.
        await RunAsync(
            state =>
            {
                seen = state;
                return new LedgerAnswer(LedgerVerdict.Admitted);
            },
            cancellationToken);
        return seen!;
    }

    private void Enqueue(LedgerRequest request)
    {
        lock (_gate)
        {
            _arrived.Add(request);
            if (_running)
                return;
            _running = true;
        }

        // A loop of its own: no caller's context or cancellation must hold up the others.
        _ = Task.Run(RunRoundsAsync, CancellationToken.None);
    }

    private async Task RunRoundsAsync()
    {
        while (true)
        {
            List<LedgerRequest> batch;
            lock (_gate)
            {
                if (_arrived.Count == 0)
                {
                    _running = false;
                    return;
                }

                (batch, _arrived) = (_arrived, []);
            }

            batch.RemoveAll(r => r.Answer.IsCompleted);
            if (batch.Count > 0)
                await RunRoundAsync(batch);
        }
    }

    // Every exception is handed to those who wait; the loop itself must outlive it.
    private async Task RunRoundAsync(List<LedgerRequest> batch)
    {
        var started = time.GetTimestamp();
        var pause = options.FirstPause;
        while (true)
        {
            try
            {
                if (await TryRoundAsync(batch) is { } answers)
                {
                    Deliver(batch, answers);
                    return;
                }
            }
            catch (Exception e)
            {
                _view = null;
                if (!store.IsTransient(e) || time.GetElapsedTime(started) + pause > options.RetryFor)
                {
                    batch.ForEach(r => r.Fail(e));
                    return;
                }

                await Task.Delay(pause, time, CancellationToken.None);
                pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
            }
        }
    }

    /// <summary>One attempt; null when another process wrote meanwhile.</summary>
    private async Task<List<LedgerAnswer>?> TryRoundAsync(List<LedgerRequest> batch)
    {
        var known = _view;
        var view = known ?? await LoadAsync(null);
        while (true)
        {
            var state = view.State.Copy();
            var answers = batch.ConvertAll(r => r.Operation(state));
            if (answers.Exists(a => a.Changed))
            {
                // A caller that left meanwhile must not have its operation written as if it had stayed; its undo follows.
                var content = JsonSerializer.SerializeToUtf8Bytes(state, DurableJson.Options);
                var version = await store.TryWriteAsync(content, view.Version, CancellationToken.None);
                _view = version is null ? null : new LedgerView(state, version, time.GetTimestamp());
                return version is null ? null : answers;
            }

            // Nothing to write proves nothing about what others wrote: look again, unless this was read just now.
            if (!ReferenceEquals(view, known))
            {
                _view = view;
                return answers;
            }

            known = null;
            view = await LoadAsync(view);
        }
    }

    private async Task<LedgerView> LoadAsync(LedgerView? known)
    {
        var document = await store.ReadAsync(known?.Version, CancellationToken.None);
        var readAt = time.GetTimestamp();
        if (document.Content is { } content)
        {
            var state = JsonSerializer.Deserialize<LedgerState>(content.Span, DurableJson.Options)
                ?? throw new JsonException("The admission ledger holds null.");
            return new LedgerView(state, document.Version, readAt);
        }

        return known is not null && document.Version == known.Version
            ? known with { ReadAt = readAt }
            : new LedgerView(new LedgerState(), document.Version, readAt);
    }

    private void Deliver(List<LedgerRequest> batch, List<LedgerAnswer> answers)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var (request, answer) = (batch[i], answers[i]);
            if (!request.Succeed(answer) && answer.Changed && request.Undo is { } undo)
                Enqueue(new LedgerRequest(undo, null));
        }
    }

    private sealed record LedgerView(LedgerState State, string? Version, long ReadAt);
}
