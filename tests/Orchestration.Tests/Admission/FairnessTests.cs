using System.Text;
using System.Text.Json;
using TransVox.Orchestration.Admission.Slots;
using Xunit;
using Xunit.Abstractions;

namespace TransVox.Orchestration.Tests.Admission;

public sealed class FairnessTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A turnover: as many GPU-seconds as all users get once around, each by its weight.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(20)]
    public void Twenty_backlogged_users_share_by_weight_over_any_twenty_turnovers(int slots)
    {
        var weights = Enumerable.Range(0, 20).Select(i => 1 << (i % 3)).ToArray();
        var turnover = weights.Sum();
        var pool = new BackloggedPool(slots, weights, new Random(7));
        var history = pool.Run(turnover * 60);

        var window = turnover * 20;
        var worst = 1.0;
        for (var from = turnover * 5; from + window <= history.Count; from += turnover / 5)
        {
            var shares = new double[weights.Length];
            foreach (var (user, seconds) in history.GetRange(from, window))
                shares[user] += seconds / weights[user];
            worst = Math.Min(worst, Math.Pow(shares.Sum(), 2) / (shares.Length * shares.Sum(s => s * s)));
        }

        output.WriteLine($"{slots} slots: worst Jain index {worst:0.0000}");
        Assert.InRange(worst, 0.99, 1.0);
    }

    [Fact]
    public void A_new_user_takes_the_next_slot_before_a_user_with_ten_thousand_jobs()
    {
        var users = new UserSlotsState();
        var gpu = new GpuSlotsState();
        var settings = new PoolSettings(3);
        for (var i = 0; i < 10_000; i++)
        {
            var user = UserSlotRules.Acquire(users, new AcquireUserSlot($"heavy{i}:user:1", $"heavy{i}", 0, Start, new UserSettings(5)), Start);
            if (user.Outcome == SlotOutcome.Granted)
                Acquire($"heavy{i}", "heavy");
        }

        Assert.Equal(SlotOutcome.Waiting, Acquire("first", "new").Outcome);
        var answer = GpuSlotRules.Release(gpu, new ReleaseSlot("heavy0:gpu:1", 60), Start.AddMinutes(1));

        Assert.Equal("first", answer.Grants.Single().JobId);
        var bytes = Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(gpu, DurableJson.Options));
        var backlog = Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(users, DurableJson.Options));
        output.WriteLine($"GpuSlots: {bytes} bytes; UserSlots with {users.WaitingCount} waiting: {backlog} bytes");
        Assert.InRange(bytes, 1, 2_000);
        Assert.InRange(backlog / users.WaitingCount, 1, 64);

        SlotAnswer Acquire(string job, string user) => GpuSlotRules.Acquire(
            gpu, new AcquireGpuSlot($"{job}:gpu:1", job, user, 0, Start, 1, settings), Start);
    }

    [Fact]
    public void The_state_stays_small_after_a_hundred_thousand_jobs_of_ten_thousand_users()
    {
        var gpu = new GpuSlotsState();
        for (var i = 0; i < 100_000; i++)
        {
            var now = Start.AddSeconds(i);
            GpuSlotRules.Acquire(gpu, new AcquireGpuSlot($"j{i}:gpu:1", $"j{i}", $"user{i % 10_000}", 0, now, 1, new PoolSettings(4)), now);
            GpuSlotRules.Release(gpu, new ReleaseSlot($"j{i}:gpu:1", 60), now);
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(gpu, DurableJson.Options).Length;
        output.WriteLine($"{gpu.Users.Count} users, {bytes} bytes");
        Assert.InRange(bytes, 1, 40_000);
    }

    [Fact]
    public void A_timeout_and_a_grant_raced_ten_thousand_times_never_both_win()
    {
        var random = new Random(3);
        var (granted, timedOut) = (0, 0);
        for (var i = 0; i < 10_000; i++)
        {
            var user = new EntityDriver(time => new UserSlotsEntity(time), new UserSlotsState());
            foreach (var job in new[] { "a", "b" })
                user.Call(SlotEntities.Acquire, new AcquireUserSlot(Tickets.User(job, 1), job, 0, Start, new UserSettings(1)));
            var grantFirst = random.Next(2) == 0;
            var grant = grantFirst ? user.Release("a:user:1") : null;
            var timeout = user.Call(SlotEntities.Withdraw, new WithdrawSlot("b:user:1", ReleaseIfGranted: false));
            grant ??= user.Release("a:user:1");

            var hasLease = user.State<UserSlotsState>().IsLeased("b:user:1");
            var told = grant.Grants.Any(g => g.JobId == "b");
            Assert.Equal(hasLease, timeout.Outcome == SlotOutcome.Granted);
            Assert.Equal(hasLease, told);
            _ = hasLease ? granted++ : timedOut++;
        }

        output.WriteLine($"{granted} granted, {timedOut} timed out, never both");
        Assert.Equal(10_000, granted + timedOut);
        Assert.True(granted > 1000 && timedOut > 1000);
    }
}
