using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>One run of the simulation: jobs, entities and a queue of the ends of phases.</summary>
internal sealed class SimulationRun
{
    // A lease that outlasts its expected time is expected to end soon, but not now.
    internal const double LeastRest = 0.1;

    private readonly QueueSimulation _input;
    private readonly Dictionary<string, SimulatedJob> _jobs = [];
    private readonly Dictionary<string, SimulatedJob> _byTicket = [];
    private readonly Dictionary<string, UserSlotsState> _users = [];
    private readonly PriorityQueue<SimulatedJob, (double At, int Order)> _ends = new();
    private double _now;
    private int _order;

    public SimulationRun(QueueSimulation input)
    {
        _input = input;
        _now = input.Now.ToUnixTimeMilliseconds();
        var stages = input.Phases.SelectMany(p => p.Stages).ToList();
        foreach (var name in input.Pools.Keys.Concat(input.Places.Select(p => p.Pool)).Distinct().Order(StringComparer.Ordinal))
            Pools.Add(name, new SimulatedPool(name, input.Pools.GetValueOrDefault(name), input.PoolSettings(name), input.Times.HasLearned(name, stages)));
    }

    public Dictionary<string, SimulatedPool> Pools { get; } = [];

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds((long)_now);

    /// <summary>Sets up what is: first what holds something, then the backlogs, so that grants find everybody in place.</summary>
    public void Seed()
    {
        foreach (var place in _input.Places)
            _jobs[place.JobId] = Job(place);
        foreach (var pool in Pools.Values)
        {
            foreach (var lease in pool.State.Leases)
                SeedLease(pool, lease);
            foreach (var ticket in pool.State.Waiting)
                SeedHead(pool, ticket);
        }

        foreach (var job in _jobs.Values.Where(j => j.Place.Running && j.GpuTicket is null).ToList())
            SeedOffGpu(job);
        foreach (var job in _jobs.Values.Where(j => j.Waits && j.GpuTicket is null).OrderBy(j => j.Place.EnqueuedMs).ToList())
            AskUser(job);
        // What may be granted but has not been: the pool was paused, or its settings have just changed.
        foreach (var pool in Pools.Values)
            Take(pool, GpuSlotRules.Configure(pool.State, pool.Settings, Now));
    }

    /// <summary>Until nobody runs any more, or a job has ended.</summary>
    public void Play(string? jobId = null)
    {
        var last = jobId is null ? null : _jobs.GetValueOrDefault(jobId);
        while (last?.EndMs is null && _ends.TryDequeue(out var job, out var end))
        {
            _now = Math.Max(_now, end.At);
            EndPhase(job);
        }
    }

    private SimulatedJob Job(LedgerPlace place) => new(place, [.. (place.Stages is { } code ? JobPhase.Of(code) : _input.Phases).Select(p => (
        p.UsesGpu,
        p.Stages,
        p.Stages.Select(s => _input.Times.Estimate(place.Pool, s, place.MediaSeconds)).Aggregate(StageEstimate.Zero, (a, b) => a.Plus(b))))]);

    private void SeedLease(SimulatedPool pool, GpuLease lease)
    {
        var job = Known(lease.JobId, lease.UserId, pool.Name, lease.GrantedMs, lease.Cost);
        (job.Waits, job.GpuTicket) = (false, lease.Ticket);
        job.Phase = PhaseOf(job, lease.Ticket);
        _byTicket[lease.Ticket] = job;
        HoldUser(job);
        var expected = job.Phases.Count > job.Phase ? job.Phases[job.Phase].Time.Mean : 0;
        var rest = Math.Max(expected - ((_now - lease.GrantedMs) / 1000), expected * LeastRest);
        EndAfter(job, rest);
        pool.Running.Add((job.TimeOnGpu(job.Phase), (_now - lease.GrantedMs) / 1000, job));
    }

    private void SeedHead(SimulatedPool pool, GpuTicket ticket)
    {
        var job = Known(ticket.JobId, ticket.UserId, pool.Name, ticket.EnqueuedMs, ticket.Cost);
        (job.Waits, job.GpuTicket) = (!ticket.Returning && !job.Place.Running, ticket.Ticket);
        job.Phase = PhaseOf(job, ticket.Ticket);
        _byTicket[ticket.Ticket] = job;
        HoldUser(job);
    }

    private void SeedOffGpu(SimulatedJob job)
    {
        job.Waits = false;
        if (_input.OffGpu.TryGetValue(job.Place.JobId, out var stage) && stage is null)
            return;
        job.Phase = Math.Max(0, job.Phases.Count - 1);
        for (var i = 0; i < job.Phases.Count && stage is not null; i++)
        {
            if (job.Phases[i].Stages.Contains(stage.Value))
                job.Phase = i;
        }

        HoldUser(job);
        // Somewhere in it: half of it is left.
        EndAfter(job, job.Phases.Count == 0 ? 0 : job.Phases[job.Phase].Time.Mean / 2);
    }

    private SimulatedJob Known(string jobId, string userId, string pool, long sinceMs, int cost)
    {
        if (!_jobs.TryGetValue(jobId, out var job))
            _jobs.Add(jobId, job = Job(LedgerPlace.Create(jobId, userId, DateTimeOffset.FromUnixTimeMilliseconds(sinceMs), pool, cost: cost)));
        return job;
    }

    private void HoldUser(SimulatedJob job)
    {
        var user = User(job.Place.UserId);
        if (!user.IsLeased(job.UserTicket))
            user.AddLease(new UserLease { Ticket = job.UserTicket, GrantedMs = (long)_now });
    }

    private UserSlotsState User(string userId)
    {
        if (_users.TryGetValue(userId, out var state))
            return state;
        _users.Add(userId, state = new UserSlotsState());
        state.Configure(_input.UserSettings(userId));
        return state;
    }

    private void AskUser(SimulatedJob job)
    {
        var place = job.Place;
        _byTicket[job.UserTicket] = job;
        var answer = UserSlotRules.Acquire(
            User(place.UserId),
            new AcquireUserSlot(job.UserTicket, place.JobId, place.Priority, DateTimeOffset.FromUnixTimeMilliseconds(place.EnqueuedMs), _input.UserSettings(place.UserId)),
            Now);
        if (answer.Outcome == SlotOutcome.Granted)
            GoOn(job);
        Take(answer);
    }

    // The phase that the ticket's number says: the n-th that uses the GPU.
    private static int PhaseOf(SimulatedJob job, string ticket)
    {
        var number = int.TryParse(ticket.AsSpan(ticket.LastIndexOf(':') + 1), out var n) ? n : 1;
        var index = -1;
        for (var i = 0; i < job.Phases.Count && number > 0; i++)
        {
            if (job.Phases[i].Gpu)
                (index, number) = (i, number - 1);
        }

        return Math.Max(0, index);
    }

    /// <summary>Begins the job's phase, or asks for what it needs, or ends the job.</summary>
    private void GoOn(SimulatedJob job)
    {
        if (job.Phase >= job.Phases.Count)
        {
            job.EndMs = _now;
            Take(UserSlotRules.Release(User(job.Place.UserId), new ReleaseSlot(job.UserTicket), Now));
            return;
        }

        if (job.Phases[job.Phase].Gpu)
            AskGpu(job);
        else
            Begin(Pools[job.Place.Pool], job);
    }

    private void AskGpu(SimulatedJob job)
    {
        var (place, pool) = (job.Place, Pools[job.Place.Pool]);
        job.GpuTicket = $"{place.JobId}:gpu:{job.Phase + 1}:{_order}";
        _byTicket[job.GpuTicket] = job;
        var answer = GpuSlotRules.Acquire(
            pool.State,
            new AcquireGpuSlot(
                job.GpuTicket, place.JobId, place.UserId, place.Priority, DateTimeOffset.FromUnixTimeMilliseconds(place.EnqueuedMs),
                _input.UserSettings(place.UserId).Weight, pool.Settings, place.Cost, Returning: !job.Waits),
            Now);
        if (answer.Outcome == SlotOutcome.Granted)
            Begin(pool, job);
        Take(pool, answer);
    }

    private void Begin(SimulatedPool pool, SimulatedJob job)
    {
        if (job.Waits)
        {
            (job.Waits, job.StartMs) = (false, _now);
            pool.Started.Add(job);
        }

        EndAfter(job, job.Phases[job.Phase].Time.Mean);
    }

    private void EndPhase(SimulatedJob job)
    {
        if (job.GpuTicket is { } ticket && job.Phases[job.Phase] is (true, _, var time))
        {
            var pool = Pools[job.Place.Pool];
            _byTicket.Remove(ticket);
            job.GpuTicket = null;
            Take(pool, GpuSlotRules.Release(pool.State, new ReleaseSlot(ticket, time.Mean * job.Place.Cost), Now));
        }

        job.Phase++;
        GoOn(job);
    }

    private void Take(SlotAnswer answer)
    {
        foreach (var grant in answer.Grants)
            GoOn(_byTicket[grant.Ticket]);
    }

    private void Take(SimulatedPool pool, SlotAnswer answer)
    {
        foreach (var grant in answer.Grants)
            Begin(pool, _byTicket[grant.Ticket]);
    }

    private void EndAfter(SimulatedJob job, double seconds) => _ends.Enqueue(job, (_now + (seconds * 1000), _order++));
}
