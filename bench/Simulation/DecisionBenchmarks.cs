using BenchmarkDotNet.Attributes;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Bench.Simulation;

/// <summary>
/// A release with the grant that follows, and the acquire that takes the released job's place in the queue, with n users' heads
/// waiting in the pool, or n jobs in one user's backlog.
/// </summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PoolSettings Pool = new(4);
    private static readonly UserSettings User = new(4);

    private readonly Queue<string> _gpuLeases = new();
    private readonly Queue<string> _userLeases = new();
    private GpuSlotsState _gpu = new();
    private UserSlotsState _user = new();
    private DateTimeOffset _now = Start;
    private long _next;

    [Params(10, 100, 1_000, 10_000, 100_000)]
    public int Waiting { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        (_gpu, _user, _next, _now) = (new GpuSlotsState(), new UserSlotsState(), 0, Start);
        for (var i = 0; i < Waiting + 4; i++)
        {
            AcquireGpu();
            AcquireUser();
        }
    }

    [Benchmark]
    public int GpuReleaseGrantAcquire()
    {
        _now = _now.AddMilliseconds(100);
        var answer = GpuSlotRules.Release(_gpu, new ReleaseSlot(_gpuLeases.Dequeue(), 60), _now);
        foreach (var grant in answer.Grants)
            _gpuLeases.Enqueue(grant.Ticket);
        AcquireGpu();
        return answer.Grants.Count;
    }

    [Benchmark]
    public int UserReleaseGrantAcquire()
    {
        _now = _now.AddMilliseconds(100);
        var answer = UserSlotRules.Release(_user, new ReleaseSlot(_userLeases.Dequeue()), _now);
        foreach (var grant in answer.Grants)
            _userLeases.Enqueue(grant.Ticket);
        AcquireUser();
        return answer.Grants.Count;
    }

    private void AcquireGpu()
    {
        var job = $"job{_next++}";
        var ticket = Tickets.Gpu(job, 1);
        var request = new AcquireGpuSlot(ticket, job, $"user{_next % Math.Max(1, Waiting)}", 0, _now, 1, Pool);
        if (GpuSlotRules.Acquire(_gpu, request, _now).Outcome == SlotOutcome.Granted)
            _gpuLeases.Enqueue(ticket);
    }

    private void AcquireUser()
    {
        var job = $"job{_next++}";
        var ticket = Tickets.User(job, 1);
        if (UserSlotRules.Acquire(_user, new AcquireUserSlot(ticket, job, 0, _now, User), _now).Outcome == SlotOutcome.Granted)
            _userLeases.Enqueue(ticket);
    }
}
