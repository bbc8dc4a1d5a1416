using System.Globalization;
using System.Text.Json;
using TransVox.Contract;
using TransVox.Orchestration;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Bench.Simulation.Policies;

/// <summary>
/// One workload played through the admission code of the service, event by event: the ledger's rules, those of the users' slots and those of the pool, called
/// as a job's orchestration calls them.
/// </summary>
internal sealed class PoolRun
{
    private const int MostWaiting = int.MaxValue;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Workload _load;
    private readonly PoolSettings _pool;
    private readonly UserSettings[] _settings;
    private readonly UserSlotsState[] _users;
    private readonly PoolEntities _gpu;
    private readonly LedgerState _ledger = new();
    private readonly RunningJob?[] _jobs;
    private readonly PriorityQueue<(int Job, Happening What), (double At, long Order)> _events = new();
    private double _now;
    private long _order;

    public PoolRun(Workload load, int slots, AdmissionPolicy policy, bool compareShares = true, int? shards = null)
    {
        _load = load;
        _pool = new PoolSettings(slots, policy, EnablePriority: policy == AdmissionPolicy.Priority, Shards: shards);
        _gpu = new PoolEntities(_pool);
        _settings = [.. load.Users.Select(user => new UserSettings(user.Limit, user.Weight, _pool.EnablePriority))];
        _users = [.. load.Users.Select(_ => new UserSlotsState())];
        _jobs = new RunningJob?[load.Jobs.Length];
        Times = new float[load.Jobs.Length];
        if (compareShares)
            Shares = new FairShare(load.Users, slots, windowSeconds: 3600);
    }

    private enum Happening
    {
        Arrives,
        PhaseEnds,
        Cancels,
    }

    public FairShare? Shares { get; }

    /// <summary>Seconds from arrival to end, per job; 0 for one that was cancelled.</summary>
    public float[] Times { get; }

    public double Makespan { get; private set; }

    public long UserOperations { get; private set; }

    /// <summary>Operations per second of the pool's busiest entity while jobs arrived.</summary>
    public double GpuOperationsPerSecond { get; private set; }

    /// <summary>The same of the entity that divides the pool among its shards.</summary>
    public double SharesOperationsPerSecond { get; private set; }

    /// <summary>The most operations that one of a job was followed by in other entities of the pool.</summary>
    public int LongestChain => _gpu.LongestChain;

    public int MostHeads { get; private set; }

    public int MostWaitingJobs { get; private set; }

    public int Cancelled { get; private set; }

    /// <summary>Bytes of the pool's state as it would be stored, at its longest queue so far (looked at when that doubled).</summary>
    public int StateBytes { get; private set; }

    private int Heads => _gpu.Shards.Sum(state => state.WaitingCount);

    private DateTimeOffset Now => Start.AddMilliseconds(_now * 1000);

    public void Run()
    {
        // The next arrival brings the one after it: the queue holds what is under way only.
        _events.Enqueue((0, Happening.Arrives), (_load.Jobs[0].Arrival, _order++));
        while (_events.TryDequeue(out var next, out var key))
        {
            _now = Math.Max(_now, key.At);
            Shares?.Advance(_now);
            switch (next.What)
            {
                case Happening.Arrives:
                    Arrive(next.Job);
                    break;
                case Happening.PhaseEnds:
                    EndPhase(_jobs[next.Job]!);
                    break;
                default:
                    Cancel(next.Job);
                    break;
            }
        }

        if (_ledger.Count > 0 || !_gpu.IsEmpty || _users.Any(user => user.LeaseCount + user.WaitingCount > 0))
            throw new InvalidOperationException("Somebody waits or holds something after the end: a wake-up was lost.");
        Makespan = _now;
    }

    private void Arrive(int n)
    {
        if (n + 1 < _load.Jobs.Length)
            _events.Enqueue((n + 1, Happening.Arrives), (_load.Jobs[n + 1].Arrival, _order++));
        else if (_now > 0)
            (GpuOperationsPerSecond, SharesOperationsPerSecond) = (_gpu.MostOperations / _now, _gpu.SharesOperations / _now);
        ref readonly var plan = ref _load.Jobs[n];
        var job = _jobs[n] = new RunningJob(n, $"{_load.Users[plan.User].Id}.{n.ToString(CultureInfo.InvariantCulture)}");
        var place = LedgerPlace.Create(job.Id, _load.Users[plan.User].Id, Now, priority: plan.Priority, cost: plan.Cost);
        if (LedgerRules.Reserve(_ledger, place, new LedgerBounds(MostWaiting)).Verdict != LedgerVerdict.Admitted)
            throw new InvalidOperationException("The queue has no bound here.");
        MostWaitingJobs = Math.Max(MostWaitingJobs, _ledger.WaitingCount);
        if (plan.CancelAfter > 0)
            _events.Enqueue((n, Happening.Cancels), (_now + plan.CancelAfter, _order++));
        AskUser(job);
    }

    private void AskUser(RunningJob job)
    {
        ref readonly var plan = ref _load.Jobs[job.Number];
        job.UserTicket = Tickets.User(job.Id, ++job.UserPhase);
        UserOperations++;
        var answer = UserSlotRules.Acquire(
            _users[plan.User],
            new AcquireUserSlot(job.UserTicket, job.Id, plan.Priority, Start.AddMilliseconds(plan.Arrival * 1000), _settings[plan.User], Returning: job.Phase > 0),
            Now);
        TakeUser(answer);
        if (answer.Outcome == SlotOutcome.Granted)
            GoOn(job);
    }

    private void AskGpu(RunningJob job)
    {
        ref readonly var plan = ref _load.Jobs[job.Number];
        job.GpuTicket = Tickets.Gpu(job.Id, ++job.GpuPhase);
        Shares?.Demand(plan.User, plan.Cost);
        var user = _load.Users[plan.User];
        var request = new AcquireGpuSlot(
            job.GpuTicket, job.Id, user.Id, plan.Priority, Start.AddMilliseconds(plan.Arrival * 1000), user.Weight, _pool, plan.Cost, Returning: job.Phase > 0);
        var answer = CallGpu(plan.User, state => GpuSlotRules.Acquire(state, request, Now));
        if (answer.Outcome == SlotOutcome.Granted)
            Begin(job);
        TakeGpu(answer);
        if (Heads > MostHeads)
            Grown();
    }

    private void Grown()
    {
        if (Heads >= 2 * MostHeads || MostHeads == 0)
            StateBytes = _gpu.Shards.Max(state => JsonSerializer.SerializeToUtf8Bytes(state, DurableJson.Options).Length);
        MostHeads = Heads;
    }

    /// <summary>With its user's slot: to the GPU, or to what comes between.</summary>
    private void GoOn(RunningJob job)
    {
        if (job.Phase is 0 or 3)
            AskGpu(job);
        else
            EndAfter(job, job.Phase == 1 ? _load.Jobs[job.Number].Between : _load.Jobs[job.Number].Last);
    }

    private void Begin(RunningJob job)
    {
        ref readonly var plan = ref _load.Jobs[job.Number];
        if (job.Phase == 0)
            LedgerRules.MarkRunning(_ledger, job.Id);
        job.HoldsGpu = true;
        Shares?.Use(plan.User, plan.Cost);
        EndAfter(job, job.Phase == 0 ? plan.FirstGpu : plan.SecondGpu);
    }

    /// <summary>Phases: 0 the first lease, 1 between, 2 the review, 3 the second lease, 4 the last.</summary>
    private void EndPhase(RunningJob job)
    {
        ref readonly var plan = ref _load.Jobs[job.Number];
        if (job.HoldsGpu)
            ReleaseGpu(job, plan.Cost * (job.Phase == 0 ? plan.FirstGpu : plan.SecondGpu));
        switch (job.Phase)
        {
            case 0 when plan.Fails:
            case 4:
                End(job);
                break;
            case 1 when plan.Review > 0:
                job.Phase = 2;
                ReleaseUser(job);
                EndAfter(job, plan.Review);
                break;
            case 1:
                job.Phase = 3;
                GoOn(job);
                break;
            case 2:
                job.Phase = 3;
                AskUser(job);
                break;
            default:
                job.Phase++;
                GoOn(job);
                break;
        }
    }

    private void End(RunningJob job)
    {
        Times[job.Number] = (float)(_now - _load.Jobs[job.Number].Arrival);
        ReleaseUser(job);
        Forget(job);
    }

    private void Forget(RunningJob job)
    {
        LedgerRules.Remove(_ledger, job.Id);
        _jobs[job.Number] = null;
    }

    private void Cancel(int n)
    {
        if (_jobs[n] is not { Phase: 0, HoldsGpu: false } job)
            return;
        ref readonly var plan = ref _load.Jobs[n];
        Cancelled++;
        if (job.GpuTicket is { } ticket)
        {
            Shares?.Demand(plan.User, -plan.Cost);
            TakeGpu(CallGpu(plan.User, state => GpuSlotRules.Withdraw(state, new WithdrawSlot(ticket, ReleaseIfGranted: true), Now)));
        }

        UserOperations++;
        Forget(job);
        TakeUser(UserSlotRules.Withdraw(_users[plan.User], new WithdrawSlot(job.UserTicket, ReleaseIfGranted: true), Now));
    }

    private void ReleaseGpu(RunningJob job, double seconds)
    {
        ref readonly var plan = ref _load.Jobs[job.Number];
        job.HoldsGpu = false;
        Shares?.Use(plan.User, -plan.Cost);
        Shares?.Demand(plan.User, -plan.Cost);
        TakeGpu(CallGpu(plan.User, state => GpuSlotRules.Release(state, new ReleaseSlot(job.GpuTicket!, seconds), Now)));
    }

    private void ReleaseUser(RunningJob job)
    {
        UserOperations++;
        TakeUser(UserSlotRules.Release(_users[_load.Jobs[job.Number].User], new ReleaseSlot(job.UserTicket), Now));
    }

    private SlotAnswer CallGpu(int user, Func<GpuSlotsState, SlotAnswer> operation) => _gpu.Call(_load.Users[user].Id, operation, Now);

    private void TakeUser(SlotAnswer answer)
    {
        foreach (var grant in answer.Grants)
            GoOn(Job(grant));
    }

    private void TakeGpu(SlotAnswer answer)
    {
        foreach (var grant in answer.Grants)
            Begin(Job(grant));
    }

    private RunningJob Job(Grant grant) =>
        _jobs[int.Parse(grant.JobId.AsSpan(grant.JobId.IndexOf('.', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture)]!;

    private void EndAfter(RunningJob job, double seconds) => _events.Enqueue((job.Number, Happening.PhaseEnds), (_now + seconds, _order++));

    private sealed class RunningJob(int number, string id)
    {
        public int Number { get; } = number;

        public string Id { get; } = id;

        public int Phase { get; set; }

        public int UserPhase { get; set; }

        public int GpuPhase { get; set; }

        public string UserTicket { get; set; } = "";

        public string? GpuTicket { get; set; }

        public bool HoldsGpu { get; set; }
    }
}
