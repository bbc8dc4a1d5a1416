using TransVox.Orchestration.Admission.Slots;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

public sealed class UserSlotsEntityTests
{
    private readonly EntityDriver _entity = new(time => new UserSlotsEntity(time), new UserSlotsState());

    [Fact]
    public void Takes_the_limit_and_hands_over_in_order()
    {
        Assert.Equal(SlotOutcome.Granted, Acquire("a").Outcome);
        Assert.Equal(SlotOutcome.Waiting, Acquire("b", second: 1).Outcome);
        Assert.Equal(SlotOutcome.Waiting, Acquire("c", second: 2).Outcome);

        var answer = _entity.Release("a:user:1");

        Assert.Equal(SlotOutcome.Gone, answer.Outcome);
        Assert.Equal(("b:user:1", "b"), answer.Grants.Select(g => (g.Ticket, g.JobId)).Single());
    }

    [Fact]
    public void Repeating_an_operation_changes_nothing()
    {
        Acquire("a");
        Acquire("b");
        var before = _entity.Json;
        Assert.Equal(SlotOutcome.Granted, Acquire("a").Outcome);
        Assert.Equal(SlotOutcome.Waiting, Acquire("b").Outcome);
        Assert.Equal(before, _entity.Json);

        _entity.Release("a:user:1");
        before = _entity.Json;
        Assert.Empty(_entity.Release("a:user:1").Grants);
        Assert.Equal(before, _entity.Json);
    }

    [Fact]
    public void A_late_duplicate_acquire_takes_no_lease()
    {
        Acquire("a");
        _entity.Release("a:user:1");
        Assert.Equal(SlotOutcome.Gone, Acquire("a").Outcome);

        _entity.Call(SlotEntities.Withdraw, new WithdrawSlot("b:user:1", ReleaseIfGranted: true));
        Assert.Equal(SlotOutcome.Gone, Acquire("b").Outcome);
        Assert.Equal(0, _entity.State<UserSlotsState>().LeaseCount);
    }

    [Fact]
    public void A_timeout_leaves_a_granted_lease_alone_and_a_cancel_takes_it()
    {
        Acquire("a");
        Assert.Equal(SlotOutcome.Granted, _entity.Call(SlotEntities.Withdraw, new WithdrawSlot("a:user:1", ReleaseIfGranted: false)).Outcome);
        Acquire("b");
        var cancel = _entity.Call(SlotEntities.Withdraw, new WithdrawSlot("a:user:1", ReleaseIfGranted: true));
        Assert.Equal(SlotOutcome.Gone, cancel.Outcome);
        Assert.Equal("b", cancel.Grants.Single().JobId);
    }

    [Fact]
    public void A_raised_limit_grants_at_once_and_an_older_version_is_ignored()
    {
        Acquire("a");
        Acquire("b");
        Acquire("c");
        var raised = _entity.Call(SlotEntities.Configure, new UserSettings(3, Version: 5));
        Assert.Equal(["b", "c"], raised.Grants.Select(g => g.JobId));

        _entity.Call(SlotEntities.Configure, new UserSettings(9, Version: 4));
        Assert.Equal(SlotOutcome.Waiting, Acquire("d").Outcome);
    }

    [Fact]
    public void A_lowered_limit_grants_nothing_until_the_count_is_under_it()
    {
        _entity.Call(SlotEntities.Configure, new UserSettings(2, Version: 1));
        Acquire("a");
        Acquire("b");
        Acquire("c");
        _entity.Call(SlotEntities.Configure, new UserSettings(1, Version: 2));
        Assert.Empty(_entity.Release("a:user:1").Grants);
        Assert.Equal("c", _entity.Release("b:user:1").Grants.Single().JobId);
    }

    [Fact]
    public void A_returning_job_goes_first_and_priority_passes_only_the_young()
    {
        var settings = new UserSettings(1, EnablePriority: true, MaxOvertakeSeconds: 600);
        Acquire("running", settings: settings);
        Acquire("old", settings: settings);
        Acquire("young", second: 650, settings: settings);
        Acquire("high", second: 700, priority: 1, settings: settings);
        Acquire("back", second: 800, settings: settings, returning: true);

        Assert.Equal(["back", "old", "high", "young"], _entity.State<UserSlotsState>().InOrder.Select(t => t.JobId));
    }

    [Fact]
    public void Reaping_returns_leases_and_places()
    {
        Acquire("a");
        Acquire("b");
        Acquire("c");
        var reaped = _entity.Call(SlotEntities.Reap, new ReapSlots(["a:user:1", "b:user:1"]));
        Assert.Equal("c", reaped.Grants.Single().JobId);
        Assert.Equal(0, _entity.State<UserSlotsState>().WaitingCount);
    }

    private SlotAnswer Acquire(string job, int second = 0, int priority = 0, UserSettings? settings = null, bool returning = false) =>
        _entity.Call(SlotEntities.Acquire, new AcquireUserSlot(
            Tickets.User(job, 1), job, priority, _entity.Now.AddSeconds(second), settings ?? new UserSettings(1), returning));
}
