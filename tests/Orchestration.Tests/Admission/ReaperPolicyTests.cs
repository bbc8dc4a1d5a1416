using TransVox.Orchestration.Admission.Reaper;
using TransVox.Orchestration.Admission.Slots;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

public sealed class ReaperPolicyTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly HeldTicket Lease = new(SlotEntities.Gpu("default"), "a:gpu:1", "a", Start);
    private static readonly HeldTicket Place = new(SlotEntities.User("u"), "b:user:1", "b", null);

    [Fact]
    public void A_live_job_keeps_its_lease_however_slow_it_is()
    {
        var decision = Decide(new JobLiveness(JobExistence.Alive, ["a:gpu:1"]), Start.AddYears(1));
        Assert.Empty(decision.Reap);
        Assert.Empty(decision.Resend);
    }

    [Fact]
    public void An_ended_job_gives_back_leases_and_places_at_once() =>
        Assert.Equal([Lease, Place], Decide(JobLiveness.Ended, Start).Reap);

    [Fact]
    public void A_missing_job_must_be_missing_twice()
    {
        var first = Decide(JobLiveness.Missing, Start.AddYears(1));
        Assert.Empty(first.Reap);
        var tooSoon = Decide(JobLiveness.Missing, Start.AddYears(1).AddSeconds(3), first.Memory);
        Assert.Empty(tooSoon.Reap);
        Assert.Equal([Lease, Place], Decide(JobLiveness.Missing, Start.AddYears(1).AddSeconds(10), tooSoon.Memory).Reap);
    }

    [Fact]
    public void A_job_that_appears_meanwhile_starts_afresh()
    {
        var missing = Decide(JobLiveness.Missing, Start);
        var alive = Decide(new JobLiveness(JobExistence.Alive, ["a:gpu:1"]), Start.AddSeconds(10), missing.Memory);
        Assert.Empty(Decide(JobLiveness.Missing, Start.AddSeconds(20), alive.Memory).Reap);
    }

    [Fact]
    public void A_clock_that_went_back_reaps_nobody_early()
    {
        var missing = Decide(JobLiveness.Missing, Start.AddDays(1));
        Assert.Empty(Decide(JobLiveness.Missing, Start, missing.Memory).Reap);
    }

    [Fact]
    public void A_grant_that_was_not_seen_is_sent_again_but_not_at_once()
    {
        var blind = new JobLiveness(JobExistence.Alive, []);
        Assert.Empty(Decide(blind, Start.AddSeconds(1)).Resend);
        Assert.Equal(new Grant("a:gpu:1", "a", Start), Assert.Single(Decide(blind, Start.AddSeconds(10)).Resend));
    }

    [Fact]
    public void A_look_at_some_forgets_nothing_of_the_others()
    {
        var before = new ReaperMemory(new Dictionary<string, DateTimeOffset> { ["gone"] = Start, ["back"] = Start, ["unseen"] = Start });
        var found = new ReaperMemory(new Dictionary<string, DateTimeOffset> { ["gone"] = Start, ["new"] = Start.AddSeconds(10) });
        var after = before.With(found, new HashSet<string> { "gone", "back", "new" });
        Assert.Equal(["gone", "new", "unseen"], after.MissingSince.Keys.Order(StringComparer.Ordinal));
    }

    private static ReaperDecision Decide(JobLiveness liveness, DateTimeOffset now, ReaperMemory? memory = null) =>
        ReaperPolicy.Decide([Lease, Place], _ => liveness, memory ?? ReaperMemory.Empty, now, ReaperTimes.Default);
}
