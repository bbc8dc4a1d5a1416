using TransVox.Orchestration.Activities;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class MediaSlotsTests
{
    [Fact]
    public async Task A_wrong_file_is_found_first_and_what_was_begun_ends_before_more_begins()
    {
        var slots = new MediaSlots(1);
        var running = await slots.TakeAsync(Stage.Extract, CancellationToken.None);
        var order = new List<string>();
        var waiting = new[] { (Stage.Extract, "a"), (Stage.Extract, "b"), (Stage.Mix, "c"), (Stage.Probe, "d"), (Stage.Mux, "e") }.Select(Wait).ToArray();
        Assert.All(waiting, wait => Assert.False(wait.IsCompleted));

        running.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["d", "e", "c", "a", "b"], order);

        async Task Wait((Stage Stage, string Name) who)
        {
            using var slot = await slots.TakeAsync(who.Stage, CancellationToken.None);
            order.Add(who.Name);
        }
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_no_turn_and_a_slot_is_given_back_once()
    {
        var slots = new MediaSlots(1);
        using var cancel = new CancellationTokenSource();
        var first = await slots.TakeAsync(Stage.Extract, CancellationToken.None);
        var gone = slots.TakeAsync(Stage.Mux, cancel.Token);
        var second = slots.TakeAsync(Stage.Extract, CancellationToken.None);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        first.Dispose();
        first.Dispose();
        using var held = await second;

        var third = slots.TakeAsync(Stage.Extract, CancellationToken.None);
        Assert.False(third.IsCompleted);
        held.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Never_more_run_at_once_than_there_are()
    {
        var slots = new MediaSlots(3);
        var (running, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async n =>
        {
            using var slot = await slots.TakeAsync((Stage)(n % 8), CancellationToken.None);
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
        }));

        Assert.InRange(most, 1, 3);
        var free = Enumerable.Range(0, 4).Select(_ => slots.TakeAsync(Stage.Mix, CancellationToken.None)).ToList();
        Assert.Equal([true, true, true, false], free.Select(slot => slot.IsCompleted));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
