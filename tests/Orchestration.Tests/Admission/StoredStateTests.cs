using System.Text.Json;
using TransVox.Orchestration.Admission.Slots;
using Xunit;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>A host may keep a state in memory, load it before each operation, or replay the operations: all must come to the same.</summary>
public sealed class StoredStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(5, 600)]
    [InlineData(700, 1500)]
    public void A_state_in_memory_and_one_that_is_loaded_each_time_are_the_same(int users, int operations)
    {
        var random = new Random(users);
        object kept = new GpuSlotsState();
        object loaded = new GpuSlotsState();
        var now = Start;
        var version = 0;
        for (var i = 0; i < operations; i++)
        {
            now = now.AddSeconds(random.Next(500) == 0 ? random.Next(-50_000, 50_000) : random.Next(10));
            var leases = ((GpuSlotsState)kept).Leases;
            var (operation, input) = Next(random, i, leases, users, now, ref version);
            var entity = new GpuSlotsEntity(new FixedTime(now));
            var first = EntityCall.Apply(entity, SlotEntities.Gpu("default"), operation, input, kept);
            var second = EntityCall.Apply(entity, SlotEntities.Gpu("default"), operation, input, loaded);
            var json = JsonSerializer.Serialize((GpuSlotsState)first.State!, DurableJson.Options);

            Assert.Equal(json, JsonSerializer.Serialize((GpuSlotsState)second.State!, DurableJson.Options));
            Assert.Equal(((SlotAnswer)first.Result!).Grants, ((SlotAnswer)second.Result!).Grants);
            // Not at every step: an index that was built once must agree with one that is new, too.
            loaded = random.Next(3) == 0 ? JsonSerializer.Deserialize<GpuSlotsState>(json, DurableJson.Options)! : second.State!;
        }
    }

    private static (string Operation, object Input) Next(Random random, int i, IReadOnlyList<GpuLease> leases, int users, DateTimeOffset now, ref int version)
    {
        if (random.Next(100) == 0)
        {
            version++;
            return (SlotEntities.Configure, new PoolSettings(
                random.Next(1, 6), (AdmissionPolicy)random.Next(3), EnablePriority: random.Next(2) == 0, HalfLifeSeconds: 60 * random.Next(1, 60), Version: version));
        }

        if (leases.Count > 0 && random.Next(2) == 0)
            return (SlotEntities.Release, new ReleaseSlot(leases[random.Next(leases.Count)].Ticket, random.Next(600)));
        return (SlotEntities.Acquire, new AcquireGpuSlot(
            Tickets.Gpu($"j{i}", 1), $"j{i}", $"u{random.Next(users)}", random.Next(-1, 2), now.AddSeconds(-random.Next(100)), random.Next(1, 5),
            new PoolSettings(3), random.Next(4) == 0 ? random.Next(1, 6) : 1, random.Next(5) == 0));
    }
}
