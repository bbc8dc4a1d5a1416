using Microsoft.Extensions.Options;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Limits;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class FileLimitsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task An_edited_file_takes_effect_at_the_next_start_and_an_unchanged_one_leaves_live_changes_alone()
    {
        var container = $"system-{Guid.CreateVersion7():n}";
        await using (var first = await StartAsync(azurite, ("storage:system_container", container)))
        {
            Assert.False(await first.Get<FileLimits>().SyncAsync(CancellationToken.None));
            var limits = await first.Admin.GetLimitsAsync(CancellationToken.None);
            await first.Admin.PutLimitsAsync(Operator, limits with { MaxQueueSize = 7 }, null, CancellationToken.None);
            await first.Admin.SetUserAsync(Operator, "ada", new UserLimits(MaxJobs: 4), CancellationToken.None);
            await first.Admin.SetPoolModeAsync(Operator, "default", PoolMode.Paused, CancellationToken.None);
        }

        await using (var same = await StartAsync(azurite, ("storage:system_container", container)))
        {
            Assert.False(await same.Get<FileLimits>().SyncAsync(CancellationToken.None));
            Assert.Equal(7, (await same.Admin.GetLimitsAsync(CancellationToken.None)).MaxQueueSize);
        }

        await using var edited = await StartAsync(
            azurite, ("storage:system_container", container), ("concurrency:max_global_jobs", "2"), ("scheduling:half_life_seconds", "60"));
        var before = await edited.Admin.GetLimitsAsync(CancellationToken.None);
        var sync = edited.Get<FileLimits>().SyncAsync(CancellationToken.None);
        await edited.SettleAsync();
        Assert.True(await sync);
        var after = await edited.Admin.GetLimitsAsync(CancellationToken.None);
        Assert.Equal((2, 100, before.Version + 1), (after.MaxGlobalJobs, after.MaxQueueSize, after.Version));
        Assert.Equal(4, after.Users["ada"].MaxJobs);
        var pool = await edited.Client.Entities.ReadStateAsync<GpuSlotsState>(SlotEntities.Gpu("default"), CancellationToken.None);
        Assert.Equal((2, 60d, PoolMode.Paused), (pool!.Settings!.Capacity, pool.Settings.HalfLifeSeconds, pool.Settings.Mode));
        Assert.False(await edited.Get<FileLimits>().SyncAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_pool_without_a_capacity_has_one_unit_and_the_default_pool_what_is_allowed_at_once()
    {
        await using var harness = await StartAsync(
            azurite, ("concurrency:max_global_jobs", "4"), ("scheduling:pools:default:job_cost", "2"), ("scheduling:pools:other:job_cost", "1"));
        // As text it is what earlier releases compared an edited file with.
        var pools = harness.Get<IOptions<TransVoxOptions>>().Value.Scheduling.Pools;
        Assert.Equal((null, 1), (pools["default"].Capacity, pools["other"].Capacity));
        var limits = await harness.Admin.GetLimitsAsync(CancellationToken.None);
        Assert.Equal((4, 1, false), (limits.MaxGlobalJobs, limits.Pools["other"].Capacity, limits.Pools.ContainsKey("default")));
    }

    [Fact]
    public async Task The_first_entity_of_a_divided_pool_knows_its_shards_before_any_job_comes()
    {
        await using var harness = await StartAsync(azurite, ("concurrency:max_global_jobs", "4"), ("scheduling:pools:default:shards", "4"));
        var sync = harness.Get<FileLimits>().SyncAsync(CancellationToken.None);
        await harness.SettleAsync();
        Assert.False(await sync);
        // Fewer now: the others are still found.
        var pool = await PoolShards.ReadAsync(harness.Client, "default", new PoolSettings(4), CancellationToken.None);
        Assert.Equal([4, 4], pool.Shards.Select(s => s.State.Share!.Shards).Append(pool.Shards[0].State.Settings!.Capacity));
    }
}
