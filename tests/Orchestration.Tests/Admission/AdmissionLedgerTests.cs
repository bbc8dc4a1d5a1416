using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Service;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

public sealed class AdmissionLedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AdmissionLedgerOptions Fast = new() { FirstPause = TimeSpan.FromMilliseconds(1) };

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_thousand_concurrent_submissions_over_four_instances_fill_the_queue_exactly()
    {
        var store = new MemoryLedgerStore();
        var ledgers = Enumerable.Range(0, 4).Select(_ => Ledger(store)).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            ledgers[i % 4].ReserveAsync(Place($"job{i}", $"user{i % 50}"), new LedgerBounds(100), None)));

        Assert.Equal(100, answers.Count(a => a.Verdict == LedgerVerdict.Admitted));
        Assert.Equal(900, answers.Count(a => a.Verdict == LedgerVerdict.Full));
        Assert.Equal(100, (await ledgers[0].ReadAsync(TimeSpan.Zero, None)).WaitingCount);
        Assert.InRange(store.Writes, 1, 200);
    }

    [Fact]
    public async Task Reserving_twice_takes_one_place_and_a_started_job_frees_it()
    {
        var ledger = Ledger(new MemoryLedgerStore());
        var bounds = new LedgerBounds(1);
        Assert.True((await ledger.ReserveAsync(Place("a"), bounds, None)).Changed);
        var again = await ledger.ReserveAsync(Place("a"), bounds, None);
        Assert.Equal((LedgerVerdict.Admitted, false), (again.Verdict, again.Changed));
        Assert.Equal(LedgerVerdict.Full, (await ledger.ReserveAsync(Place("b"), bounds, None)).Verdict);

        await ledger.MarkRunningAsync("a", None);
        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("b"), bounds, None)).Verdict);
        Assert.Equal(LedgerVerdict.Full, (await ledger.ReserveAsync(Place("c"), bounds, None)).Verdict);
        await ledger.RemoveAsync("b", None);
        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("c"), bounds, None)).Verdict);
    }

    [Fact]
    public async Task A_busy_user_is_told_the_active_job_waiting_or_running()
    {
        var ledger = Ledger(new MemoryLedgerStore());
        var bounds = new LedgerBounds(100, MaxJobsOfUser: 1);
        await ledger.ReserveAsync(Place("a", "ann"), bounds, None);
        Assert.Equal("a", (await ledger.ReserveAsync(Place("b", "ann"), bounds, None)).ActiveJobId);
        await ledger.MarkRunningAsync("a", None);
        var busy = await ledger.ReserveAsync(Place("b", "ann"), bounds, None);
        Assert.Equal((LedgerVerdict.Busy, "a"), (busy.Verdict, busy.ActiveJobId));
        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("c", "bob"), bounds, None)).Verdict);
        await ledger.RemoveAsync("a", None);
        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("b", "ann"), bounds, None)).Verdict);
    }

    [Fact]
    public async Task Places_of_dead_jobs_do_not_cause_a_refusal_and_the_look_up_is_rate_limited()
    {
        var time = new FakeTimeProvider(Start);
        var inspector = new FixedInspector(("dead", PlaceStanding.Ended), ("started", PlaceStanding.Running), ("uploading", PlaceStanding.Missing));
        var ledger = new AdmissionLedger(new MemoryLedgerStore(), inspector, Fast, time);
        var bounds = new LedgerBounds(3);
        foreach (var job in new[] { "dead", "started", "uploading" })
            await ledger.ReserveAsync(Place(job), bounds, None);

        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("x"), bounds, None)).Verdict);
        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("y"), bounds, None)).Verdict);
        Assert.Equal(LedgerVerdict.Full, (await ledger.ReserveAsync(Place("z"), bounds, None)).Verdict);
        Assert.Equal(1, inspector.Asked);

        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("z"), bounds, None)).Verdict);
        Assert.Equal(2, inspector.Asked);
    }

    [Fact]
    public async Task A_caller_that_leaves_gives_its_place_back()
    {
        var ledger = Ledger(new MemoryLedgerStore());
        for (var i = 0; i < 50; i++)
        {
            using var leave = new CancellationTokenSource();
            var reserving = ledger.ReserveAsync(Place($"j{i}"), new LedgerBounds(1), leave.Token);
            await leave.CancelAsync();
            try
            {
                await reserving;
                await ledger.RemoveAsync($"j{i}", None);
            }
            catch (OperationCanceledException)
            {
                Assert.True(leave.IsCancellationRequested);
            }
        }

        // The undo of the last one goes before whatever is asked next; then the queue must have room again.
        await ledger.ReadAsync(TimeSpan.Zero, None);
        Assert.Equal(LedgerVerdict.Admitted, (await ledger.ReserveAsync(Place("next"), new LedgerBounds(1), None)).Verdict);
    }

    [Fact]
    public void The_bound_holds_exactly_under_faults_and_several_instances()
    {
        var gen = Gen.Select(Gen.Int[0, 20], Gen.Int[1, 60], Gen.Int[1, 4], Gen.Int[0, 1000].Array[200]);
        gen.Sample((max, jobs, instances, dice) =>
        {
            var store = new MemoryLedgerStore(call => dice[call % dice.Length] switch { < 60 => StoreFault.Before, < 120 => StoreFault.After, _ => StoreFault.None });
            var ledgers = Enumerable.Range(0, instances).Select(_ => Ledger(store)).ToArray();
            var answers = Task.WhenAll(Enumerable.Range(0, jobs).Select(i =>
                ledgers[i % instances].ReserveAsync(Place($"job{i}"), new LedgerBounds(max), None))).GetAwaiter().GetResult();
            var admitted = answers.Count(a => a.Verdict == LedgerVerdict.Admitted);
            var state = ledgers[0].ReadAsync(TimeSpan.Zero, None).GetAwaiter().GetResult();
            return admitted == Math.Min(max, jobs) && state.WaitingCount == admitted;
        }, iter: 150);
    }

    [Fact]
    public async Task A_place_may_be_an_upload_until_its_job_has_begun()
    {
        var ledger = Ledger(new MemoryLedgerStore());
        foreach (var job in new[] { "coming", "begun", "running" })
            await ledger.ReserveAsync(Place(job), new LedgerBounds(9), None);
        await ledger.DescribeAsync("begun", 10, None);
        await ledger.MarkRunningAsync("running", None);
        var state = await ledger.ReadAsync(TimeSpan.Zero, None);
        Assert.Equal(["coming"], state.Places.Where(place => place.MayBeUpload).Select(place => place.JobId));
    }

    [Fact]
    public async Task A_long_look_for_dead_places_is_rested_from_nine_times_as_long()
    {
        var time = new FakeTimeProvider(Start);
        var fixedOne = new FixedInspector();
        var ledger = new AdmissionLedger(new MemoryLedgerStore(), new SlowInspector(fixedOne, time, TimeSpan.FromSeconds(6)), Fast, time);
        await ledger.ReserveAsync(Place("a"), new LedgerBounds(1), None);
        foreach (var (pause, asked) in new[] { (0, 1), (53, 1), (1, 2) })
        {
            time.Advance(TimeSpan.FromSeconds(pause));
            Assert.Equal(LedgerVerdict.Full, (await ledger.ReserveAsync(Place("b"), new LedgerBounds(1), None)).Verdict);
            Assert.Equal(asked, fixedOne.Asked);
        }
    }

    [Fact]
    public void A_copy_and_its_original_go_their_own_ways()
    {
        var state = new LedgerState();
        foreach (var job in new[] { "b", "a" })
            LedgerRules.Reserve(state, Place(job, "ann"), new LedgerBounds(9));
        Assert.Equal(["a", "b"], state.Places.Select(place => place.JobId));
        var copy = state.Copy();
        LedgerRules.Remove(copy, "a");
        LedgerRules.Reserve(copy, Place("c", "ann"), new LedgerBounds(9));
        LedgerRules.MarkRunning(copy, "b");
        Assert.Equal((2, "a,b"), (state.WaitingCount, string.Join(',', state.OfUser("ann").Select(place => place.JobId))));
        Assert.Equal((1, "b,c"), (copy.WaitingCount, string.Join(',', copy.Places.Select(place => place.JobId))));
    }

    [Fact]
    public void The_stored_form_is_compact_and_complete()
    {
        var state = new LedgerState();
        var plain = LedgerPlace.Create(JobIds.New("ann", Start), "ann", Start);
        var full = LedgerPlace.Create("odd", "bob", Start, "big", 1, 8, 61.5);
        LedgerRules.Reserve(state, plain, new LedgerBounds(9));
        LedgerRules.Reserve(state, full, new LedgerBounds(9));
        LedgerRules.MarkRunning(state, "odd");
        var json = JsonSerializer.Serialize(state, DurableJson.Options);
        var read = JsonSerializer.Deserialize<LedgerState>(json, DurableJson.Options)!;

        Assert.Equal(state.Places, read.Places);
        Assert.Equal((1, "bob", "big", 8, 61.5), (read.WaitingCount, read.Find("odd")!.UserId, read.Find("odd")!.Pool, read.Find("odd")!.Cost, read.Find("odd")!.MediaSeconds));
        Assert.True(JsonSerializer.Serialize(plain, DurableJson.Options).Length < 64);
    }

    private static AdmissionLedger Ledger(ILedgerStore store) => new(store, new FixedInspector(), Fast, TimeProvider.System);

    private static LedgerPlace Place(string job, string user = "ann") => LedgerPlace.Create(job, user, Start);
}
