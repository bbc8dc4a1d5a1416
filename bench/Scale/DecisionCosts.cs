using System.Diagnostics;
using TransVox.Orchestration.Admission.Forecast;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Pipeline.Stages;

namespace TransVox.Bench.Scale;

/// <summary>
/// What the admission code takes for a decision, in this process and without storage, with all n jobs at one place: n heads at the pool, n tickets in the backlog
/// of one user, n places in the ledger.
/// </summary>
internal sealed class DecisionCosts
{
    private const int Calls = 2_000;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PoolSettings Pool = new(4);
    private static readonly UserSettings User = new(4);

    private readonly int _waiting;
    private readonly GpuSlotsState _gpu = new();
    private readonly UserSlotsState _user = new();
    private readonly Queue<string> _leases = new();
    private readonly Queue<string> _userLeases = new();
    private DateTimeOffset _now = Start;
    private long _next;

    private DecisionCosts(int waiting)
    {
        _waiting = waiting;
        for (var n = 0; n < waiting + 4; n++)
            Submit();
    }

    /// <summary>Costs by name, in microseconds.</summary>
    public static IEnumerable<(string Name, double Cost)> Measure(int waiting)
    {
        var costs = new DecisionCosts(waiting);
        var turns = Enumerable.Range(0, Turns.Count).Select(_ => costs.Turn()).ToList();
        yield return ("submit", Percentiles.Of([.. turns.Select(turn => turn.Submit)], 0.5));
        yield return ("cancel", Percentiles.Of([.. turns.Select(turn => turn.Cancel)], 0.5));
        yield return ("grant", Percentiles.Of([.. turns.Select(turn => turn.Grant)], 0.5));
        yield return ("forecast", Turns.MeanMicroseconds(1, _ => costs.Forecast()));
    }

    /// <summary>Mean microseconds of each; the queue has its length again afterwards.</summary>
    private (double Submit, double Cancel, double Grant) Turn()
    {
        var (submit, cancel, grant) = (0L, 0L, 0L);
        for (var n = 0; n < Calls; n++)
        {
            _now = _now.AddMilliseconds(10);
            var start = Stopwatch.GetTimestamp();
            var (gpu, user) = Submit();
            submit += Stopwatch.GetTimestamp() - start;
            start = Stopwatch.GetTimestamp();
            GpuSlotRules.Withdraw(_gpu, new WithdrawSlot(gpu, true), _now);
            UserSlotRules.Withdraw(_user, new WithdrawSlot(user, true), _now);
            cancel += Stopwatch.GetTimestamp() - start;
            start = Stopwatch.GetTimestamp();
            Grant();
            grant += Stopwatch.GetTimestamp() - start;
            Submit();
        }

        return (Micro(submit), Micro(cancel), Micro(grant));

        static double Micro(long ticks) => ticks * 1e6 / Stopwatch.Frequency / Calls;
    }

    /// <summary>A release at both levels with the grants that follow.</summary>
    private void Grant()
    {
        foreach (var grant in GpuSlotRules.Release(_gpu, new ReleaseSlot(_leases.Dequeue(), 60), _now).Grants)
            _leases.Enqueue(grant.Ticket);
        foreach (var grant in UserSlotRules.Release(_user, new ReleaseSlot(_userLeases.Dequeue()), _now).Grants)
            _userLeases.Enqueue(grant.Ticket);
    }

    /// <summary>The whole queue played to its end: what all forecasts of a moment share.</summary>
    private void Forecast()
    {
        var times = new StageTimeModel();
        for (var n = 0; n < 20; n++)
            times.Observe(LedgerPlace.UsualPool, Stage.Transcribe, 100, 90 + n);
        var users = Math.Max(1, _waiting / 10);
        QueueSimulator.Run(new QueueSimulation
        {
            Now = Start,
            Pools = new Dictionary<string, GpuSlotsState> { [LedgerPlace.UsualPool] = new() },
            Places = [.. Enumerable.Range(0, _waiting).Select(n => LedgerPlace.Create($"j{n}", $"u{n % users}", Start.AddSeconds(-n), mediaSeconds: 100))],
            PoolSettings = _ => Pool,
            UserSettings = _ => new UserSettings(1),
            Times = times,
        });
    }

    private (string Gpu, string User) Submit()
    {
        var job = $"job{_next++}";
        var (gpu, user) = (Tickets.Gpu(job, 1), Tickets.User(job, 1));
        if (GpuSlotRules.Acquire(_gpu, new AcquireGpuSlot(gpu, job, $"user{_next % _waiting}", 0, _now, 1, Pool), _now).Outcome == SlotOutcome.Granted)
            _leases.Enqueue(gpu);
        if (UserSlotRules.Acquire(_user, new AcquireUserSlot(user, job, 0, _now, User), _now).Outcome == SlotOutcome.Granted)
            _userLeases.Enqueue(user);
        return (gpu, user);
    }
}
