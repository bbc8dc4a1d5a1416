using System.Text.Json;
using TransVox.Orchestration.Admission;
using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Maintenance;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>An orchestration that is terminated or purged at every point of its life: the reaper returns what it held, and the others go on.</summary>
public sealed class CrashPointTests
{
    private static readonly ReaperTimes Times = ReaperTimes.Default;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_is_killed_at_any_point_leaves_no_lease(bool purge)
    {
        var points = 0;
        for (var victim = 0; victim < 3; victim++)
        {
            for (var at = 0; ; at++)
            {
                if (!await KillAsync(victim, at, purge))
                    break;
                points++;
            }
        }

        Assert.InRange(points, 100, 1000);
    }

    /// <summary>False when the job had ended before the point was reached.</summary>
    private static async Task<bool> KillAsync(int victim, int at, bool purge)
    {
        var harness = new JobHarness();
        var jobs = new List<string>();
        foreach (var user in new[] { "ada", "ada", "bob" })
            jobs.Add(await harness.SubmitAsync(harness.Request(user)));
        for (var step = 0; step < at; step++)
        {
            if (harness.Runtime.Ready.Count == 0)
                return false;
            await harness.Runtime.StepAsync(harness.Runtime.Ready[0]);
        }

        if (harness.Runtime.Instances[jobs[victim]].IsTerminal)
            return false;
        harness.Runtime.Terminate(jobs[victim]);
        if (purge)
            await harness.Runtime.PurgeInstanceAsync(jobs[victim]);

        // Whatever it had sent still arrives; then the reaper looks every ten seconds.
        var memory = ReaperMemory.Empty;
        for (var look = 0; look < 3; look++)
        {
            await harness.Runtime.AdvanceAsync(TimeSpan.FromSeconds(10));
            memory = await LookAsync(harness, memory, look);
        }

        await harness.Runtime.SettleAsync();
        foreach (var job in jobs.Where(j => j != jobs[victim]))
            Assert.Equal(JobState.Completed, harness.State(job));
        harness.AssertNothingHeld();
        harness.AssertNothingHeld("bob");
        return true;
    }

    private static async Task<ReaperMemory> LookAsync(JobHarness harness, ReaperMemory memory, int look)
    {
        var held = new List<HeldTicket>();
        if (harness.Runtime.EntityState<GpuSlotsState>(SlotEntities.Gpu("default")) is { } pool)
            held.AddRange(HeldTicket.Of(SlotEntities.Gpu("default"), pool));
        foreach (var user in new[] { "ada", "bob" })
        {
            if (harness.Runtime.EntityState<UserSlotsState>(SlotEntities.User(user)) is { } slots)
                held.AddRange(HeldTicket.Of(SlotEntities.User(user), slots));
        }

        var decision = ReaperPolicy.Decide(held, id => LivenessOf(harness, id), memory, harness.Runtime.Time.GetUtcNow(), Times);
        IReadOnlyDictionary<string, IReadOnlyList<string>> Group(string entity) => decision.Reap.Where(t => t.Entity.Name == entity)
            .GroupBy(t => t.Entity.Key).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(t => t.Ticket)]);
        await harness.Runtime.ScheduleNewOrchestrationInstanceAsync(
            ReapOrchestrator.OrchestratorName, new ReapInput(Group(SlotEntities.UserSlots), Group(SlotEntities.GpuSlots), decision.Resend), $"reap-{look}");
        await harness.Runtime.SettleAsync();
        return decision.Memory;
    }

    private static JobLiveness LivenessOf(JobHarness harness, string jobId)
    {
        if (!harness.Runtime.Instances.TryGetValue(jobId, out var instance))
            return JobLiveness.Missing;
        if (instance.IsTerminal)
            return JobLiveness.Ended;
        var status = instance.CustomStatus is null ? null : JsonSerializer.Deserialize<JobStatus>(instance.CustomStatus, DurableJson.Options);
        string?[] seen = [status?.Ticket, status is { UserGranted: true } ? status.UserTicket : null, status is { GpuGranted: true } ? status.GpuTicket : null];
        return new JobLiveness(JobExistence.Alive, [.. seen.OfType<string>()]);
    }
}
