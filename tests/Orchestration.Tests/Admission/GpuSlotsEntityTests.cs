using TransVox.Orchestration.Admission.Slots;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

public sealed class GpuSlotsEntityTests
{
    private readonly EntityDriver _entity = new(time => new GpuSlotsEntity(time), new GpuSlotsState());
    private PoolSettings _settings = new(Capacity: 1);

    private GpuSlotsState State => _entity.State<GpuSlotsState>();

    [Fact]
    public void Fifo_is_first_come_first_served()
    {
        _settings = _settings with { Policy = AdmissionPolicy.Fifo, EnablePriority = true };
        Acquire("a", "u1");
        Acquire("c", "u1", second: 3, priority: 1);
        Acquire("b", "u1", second: 2);
        Assert.Equal("b", _entity.Release("a:gpu:1", 10).Grants.Single().JobId);
    }

    [Fact]
    public void Priority_overtakes_only_up_to_the_configured_age()
    {
        _settings = _settings with { Policy = AdmissionPolicy.Priority, EnablePriority = true, MaxOvertakeSeconds = 600 };
        Acquire("a", "u1");
        Acquire("old", "u1");
        Acquire("young", "u2", second: 300);
        Acquire("high", "u3", second: 700, priority: 1);
        Assert.Equal(["old", "high", "young"], Drain("a"));
    }

    [Fact]
    public void Fair_gives_the_slot_to_the_user_with_the_least_use()
    {
        Acquire("a1", "heavy");
        Acquire("a2", "heavy", second: 1);
        Acquire("b1", "light", second: 2);
        Assert.Equal("b1", _entity.Release("a1:gpu:1", 600).Grants.Single().JobId);
        Acquire("b2", "light", second: 3);
        Assert.Equal("a2", _entity.Release("b1:gpu:1", 900).Grants.Single().JobId);
    }

    [Fact]
    public void A_weight_multiplies_the_share()
    {
        Acquire("a0", "normal");
        for (var i = 1; i <= 40; i++)
        {
            Acquire($"n{i}", "normal", second: i);
            Acquire($"d{i}", "double", second: i, weight: 2);
        }

        var order = new List<string>();
        var running = "a0";
        for (var i = 0; i < 30; i++)
        {
            _entity.Now = _entity.Now.AddSeconds(10);
            running = _entity.Release(Tickets.Gpu(running, 1), 10).Grants.Single().JobId;
            order.Add(running);
        }

        Assert.InRange(order.Count(j => j[0] == 'd'), 19, 21);
    }

    [Fact]
    public void An_idle_pool_serves_a_user_with_much_use()
    {
        Acquire("a1", "heavy");
        _entity.Release("a1:gpu:1", 100_000);
        Assert.Equal(SlotOutcome.Granted, Acquire("a2", "heavy").Outcome);
    }

    [Fact]
    public void A_returning_job_goes_ahead_of_those_that_have_not_started()
    {
        Acquire("a", "u1");
        Acquire("b", "u2", second: -1000);
        Acquire("c", "u1", second: 5, returning: true);
        Assert.Equal(["c", "b"], Drain("a"));
    }

    [Fact]
    public void Small_jobs_pass_a_large_one_only_until_its_patience_ends()
    {
        _settings = new PoolSettings(Capacity: 4, Policy: AdmissionPolicy.Fifo, LargeJobPatienceSeconds: 60);
        Acquire("s1", "u1");
        Acquire("s2", "u2");
        Assert.Equal(SlotOutcome.Waiting, Acquire("large", "u3", second: 1, cost: 4).Outcome);
        Assert.Equal(SlotOutcome.Granted, Acquire("s3", "u4", second: 2).Outcome);

        _entity.Now = _entity.Now.AddSeconds(61);
        Assert.Equal(SlotOutcome.Waiting, Acquire("s4", "u5", second: 3).Outcome);
        Assert.Empty(_entity.Release("s1:gpu:1").Grants);
        Assert.Empty(_entity.Release("s2:gpu:1").Grants);
        Assert.Equal("large", _entity.Release("s3:gpu:1").Grants.Single().JobId);
        Assert.Equal("s4", _entity.Release("large:gpu:1").Grants.Single().JobId);
    }

    [Fact]
    public void Withdrawing_the_large_job_lets_the_others_go_at_once()
    {
        _settings = new PoolSettings(Capacity: 2, LargeJobPatienceSeconds: 0);
        Acquire("s1", "u1");
        Acquire("large", "u2", second: 1, cost: 2);
        Assert.Equal(SlotOutcome.Waiting, Acquire("s2", "u3", second: 2).Outcome);
        var answer = _entity.Call(SlotEntities.Withdraw, new WithdrawSlot("large:gpu:1", ReleaseIfGranted: true));
        Assert.Equal("s2", answer.Grants.Single().JobId);
    }

    [Fact]
    public void A_job_larger_than_the_pool_runs_alone()
    {
        _settings = new PoolSettings(Capacity: 2);
        Assert.Equal(SlotOutcome.Granted, Acquire("huge", "u1", cost: 24).Outcome);
        Assert.Equal(2, State.InUse);
        Assert.Equal(SlotOutcome.Waiting, Acquire("s", "u2").Outcome);
        Assert.Empty(_entity.Call(SlotEntities.Configure, new PoolSettings(10, Version: 1)).Grants);
        Assert.Single(_entity.Call(SlotEntities.Configure, new PoolSettings(25, Version: 2)).Grants);
    }

    [Theory]
    [InlineData(PoolMode.Paused)]
    [InlineData(PoolMode.Draining)]
    public void A_pool_that_is_not_active_grants_nothing_and_goes_on_when_resumed(PoolMode mode)
    {
        _settings = new PoolSettings(2);
        Acquire("a", "u1");
        _entity.Call(SlotEntities.Configure, new PoolSettings(2, Mode: mode, Version: 1));
        Assert.Equal(SlotOutcome.Waiting, Acquire("b", "u2").Outcome);
        Assert.Empty(_entity.Release("a:gpu:1").Grants);
        Assert.Equal("b", _entity.Call(SlotEntities.Configure, new PoolSettings(2, Version: 2)).Grants.Single().JobId);
    }

    [Fact]
    public void Use_decays_by_half_in_a_half_life_and_is_forgotten_at_last()
    {
        Acquire("a", "u1");
        _entity.Release("a:gpu:1", 800);
        Assert.Equal(800, State.DecayedUse("u1", _entity.Now), 0);
        Assert.Equal(400, State.DecayedUse("u1", _entity.Now.AddHours(1)), 0);
        _entity.Now = _entity.Now.AddDays(2);
        Acquire("b", "u2");
        Assert.Equal(["u2"], State.Users.Select(u => u.UserId));
    }

    [Fact]
    public void A_clock_that_jumps_ahead_and_back_loses_nobody_and_keeps_order()
    {
        Acquire("a", "u1");
        Acquire("b", "u2", second: 1);
        Acquire("c", "u1", second: 2);
        _entity.Now = _entity.Now.AddYears(3);
        Assert.Equal("b", _entity.Release("a:gpu:1", 100).Grants.Single().JobId);
        _entity.Now = _entity.Now.AddYears(-3);
        Assert.Equal("c", _entity.Release("b:gpu:1", 100).Grants.Single().JobId);
        Assert.Equal(100, State.DecayedUse("u2", _entity.Now), 0);
    }

    private List<string> Drain(string running)
    {
        var order = new List<string>();
        while (_entity.Release(Tickets.Gpu(running, 1), 10).Grants is [var next, ..])
            order.Add(running = next.JobId);
        return order;
    }

    private SlotAnswer Acquire(string job, string user, int second = 0, int priority = 0, int cost = 1, bool returning = false, double weight = 1) =>
        _entity.Call(SlotEntities.Acquire, new AcquireGpuSlot(
            Tickets.Gpu(job, 1), job, user, priority, _entity.Now.AddSeconds(second), weight, _settings, cost, returning));
}
