using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>A pool whose users always have jobs waiting, in simulated time with jobs of unequal length.</summary>
internal sealed class BackloggedPool(int slots, int[] weights, Random random)
{
    private readonly GpuSlotsState _state = new();
    private readonly PoolSettings _settings = new(slots);
    private readonly PriorityQueue<(string Ticket, int User, double Seconds), double> _ends = new();
    private DateTimeOffset _now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private int _next;

    /// <summary>Who used how many GPU-seconds, in order of the leases' ends.</summary>
    public List<(int User, double Seconds)> Run(int leases)
    {
        var history = new List<(int, double)>();
        var start = _now;
        for (var i = 0; i < slots + 1; i++)
        {
            for (var user = 0; user < weights.Length; user++)
                Acquire(user);
        }

        while (history.Count < leases)
        {
            _ends.TryDequeue(out var end, out var at);
            _now = start.AddSeconds(at);
            history.Add((end.User, end.Seconds));
            Begin(GpuSlotRules.Release(_state, new ReleaseSlot(end.Ticket, end.Seconds), _now).Grants, at);
            Acquire(end.User);
        }

        return history;
    }

    private void Acquire(int user)
    {
        var job = $"u{user}-{_next++}";
        var answer = GpuSlotRules.Acquire(
            _state, new AcquireGpuSlot(Tickets.Gpu(job, 1), job, $"u{user}", 0, _now, weights[user], _settings), _now);
        if (answer.Outcome == SlotOutcome.Granted)
            Begin([new Grant(Tickets.Gpu(job, 1), job, _now)], 0);
        Begin(answer.Grants, 0);
    }

    private void Begin(IReadOnlyList<Grant> grants, double at)
    {
        foreach (var grant in grants)
        {
            var seconds = 50 + (random.NextDouble() * 20);
            _ends.Enqueue((grant.Ticket, int.Parse(grant.JobId.AsSpan(1, grant.JobId.IndexOf('-') - 1)), seconds), at + seconds);
        }
    }
}
