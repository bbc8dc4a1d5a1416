using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using GlossaryTerm = TransVox.Contract.Dubbing.GlossaryTerm;

namespace TransVox.Orchestration.Tests.Service;

/// <summary>Of an erased user nothing is left but the audit log; of the others, everything.</summary>
public sealed class EraseUserTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Nothing_is_left_of_an_erased_user_and_everything_of_the_others()
    {
        await using var harness = await StartAsync(azurite, ("webhooks:retry_delays_seconds:0", "0.05"));
        foreach (var caller in new[] { Ada, Bob })
            await LiveAsync(harness, caller);
        // Somebody whose id begins like the erased one's.
        var other = await harness.SubmitAndSettleAsync(new Caller("ada-2"));
        var review = await harness.SubmitAndSettleAsync(Ada, Command() with { Review = true }, "in review");
        Assert.Equal(JobState.AwaitingReview, review.State);
        var before = await OfAsync(harness, "bob");

        await harness.Admin.EraseUserAsync(Operator, "ada", null, default);
        var refused = await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync(Ada));
        Assert.Equal(ErrorCodes.Conflict, refused.Code);
        harness.Clock.Ahead = TimeSpan.FromMinutes(11);
        await ErasedAsync(harness, "ada");

        Assert.Empty(await OfAsync(harness, "ada"));
        Assert.Equal(before, await OfAsync(harness, "bob"));
        Assert.Equal(JobState.Completed, (await harness.GetAsync(other.Id)).State);
        Assert.Null(await harness.Client.Entities.ReadStateAsync<UserSlotsState>(SlotEntities.User("ada"), default));
        var pool = await harness.Client.Entities.ReadStateAsync<GpuSlotsState>(SlotEntities.Gpu("default"), default);
        Assert.DoesNotContain(pool!.Users, user => user.UserId == "ada");
        Assert.Contains(pool.Users, user => user.UserId == "bob");
        Assert.False((await harness.Admin.GetLimitsAsync(default)).Users.ContainsKey("ada"));
        Assert.Contains(await harness.Admin.GetAuditAsync(100, default), entry => (entry.By, entry.Action, entry.Details) == ("root", "user-erase", "ada"));

        // Whoever comes back is new.
        Assert.Equal(JobState.Completed, (await harness.SubmitAndSettleAsync(Ada)).State);
        Assert.Empty(await harness.Jobs.GetGlossaryAsync(Ada, default));
    }

    [Fact]
    public async Task A_job_that_runs_is_stopped_and_what_a_late_worker_looks_at_goes_last()
    {
        await using var harness = await StartAsync(azurite, ("webhooks:retry_delays_seconds:0", "0.05"));
        var running = new TaskCompletionSource();
        harness.Runner.Before = async (request, cancellationToken) =>
        {
            if (request.Stage == Stage.Transcribe && running.TrySetResult())
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        };
        var job = await harness.SubmitAsync();
        harness.Open();
        await running.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await harness.Admin.EraseUserAsync(Operator, "ada", "ada", default);

        await Eventually.IsTrueAsync(
            "only the marker of the stop is left",
            async () => (await OfAsync(harness, "ada")) is [var erasing, var stop] && erasing.Contains("erasing/ada", StringComparison.Ordinal) && stop.Contains(BlobPaths.Stop(job.Id), StringComparison.Ordinal),
            TimeSpan.FromMinutes(1));
        harness.Clock.Ahead = TimeSpan.FromMinutes(11);
        await ErasedAsync(harness, "ada");
        Assert.Empty(await OfAsync(harness, "ada"));
    }

    [Fact]
    public async Task An_erasure_that_died_is_taken_up_by_retention()
    {
        await using var harness = await StartAsync(azurite, ("webhooks:retry_delays_seconds:0", "0.05"));
        var job = await harness.SubmitAndSettleAsync();
        // As if the process had died behind the mark.
        Assert.True(await harness.Get<UserErasures>().AddAsync(new UserErasure("ada", "root", harness.Clock.GetUtcNow()), default));
        harness.Open();

        await harness.Get<RetentionRunner>().RunAsync(default);

        await ErasedAsync(harness, "ada");
        Assert.Empty(await OfAsync(harness, "ada"));
        Assert.Null(await harness.Client.GetInstanceAsync(job.Id));
    }

    [Fact]
    public async Task A_look_that_fails_is_followed_by_another()
    {
        await using var harness = await StartAsync(azurite);
        Assert.True(await harness.Get<UserErasures>().AddAsync(new UserErasure("ada", "root", harness.Clock.GetUtcNow()), default));
        var eraser = new UserEraser(
            harness.Get<IDurableTaskClientProvider>(), harness.Areas, harness.Get<UserErasures>(), harness.Get<DeletionService>(), harness.Get<DeletionMarks>(), [new Unremovable()],
            harness.Get<IAdmissionLedger>(), harness.Get<ILimitsStore>(), harness.Get<IOptions<TransVoxOptions>>(), harness.Clock);
        var activity = new EraseUserActivity(eraser, harness.Get<IHostApplicationLifetime>(), NullLogger<EraseUserActivity>.Instance);

        Assert.Equal(ErasureState.Unavailable, (await activity.RunAsync(new EraseUserInput("ada"), default)).State);
    }

    [Fact]
    public async Task Every_step_may_be_done_twice()
    {
        await using var harness = await StartAsync(azurite, ("webhooks:retry_delays_seconds:0", "0.05"));
        await LiveAsync(harness, Ada);
        harness.RunTwice = true;

        await harness.Admin.EraseUserAsync(Operator, "ada", null, default);
        await harness.Admin.EraseUserAsync(Operator, "ada", null, default);
        await ErasedAsync(harness, "ada");

        Assert.Empty(await OfAsync(harness, "ada"));
    }

    [Fact]
    public async Task Oneself_only_with_confirmation_and_nobody_who_is_no_user()
    {
        await using var harness = await StartAsync(azurite, ("webhooks:retry_delays_seconds:0", "0.05"));
        Assert.Equal(ErrorCodes.Conflict, await CodeAsync(() => harness.Admin.EraseUserAsync(Operator, "root", null, default)));
        Assert.Equal(ErrorCodes.InvalidRequest, await CodeAsync(() => harness.Admin.EraseUserAsync(Operator, "root", "ada", default)));
        Assert.Equal(ErrorCodes.InvalidRequest, await CodeAsync(() => harness.Admin.EraseUserAsync(Operator, "Not One", null, default)));
        Assert.Empty(await harness.Admin.GetErasuresAsync(default));

        var erasure = await harness.Admin.EraseUserAsync(Operator, "root", "root", default);
        Assert.Equal(("root", "root"), (erasure.UserId, erasure.By));
        await ErasedAsync(harness, "root");
    }

    [Fact]
    public async Task An_export_has_everything_and_no_secret()
    {
        await using var harness = await StartAsync(azurite, ("webhooks:retry_delays_seconds:0", "0.05"));
        await LiveAsync(harness, Bob);
        var secret = await LiveAsync(harness, Ada);
        var failing = await harness.SubmitAndSettleAsync(Ada, Command("second.mp4"), "second");
        // Its history is gone; its record is there.
        Assert.True(await harness.Client.PurgeEndedAsync(failing.Id, default));

        var export = await harness.Jobs.ExportAsync(Ada, default);

        Assert.Equal("ada", export.Me.UserId);
        Assert.Equal(["second.mp4", "talk.mp4"], export.Jobs.Select(job => job.FileName));
        Assert.All(export.Jobs, job => Assert.Equal("ada", job.UserId));
        Assert.All(export.Jobs, job => Assert.NotEmpty(job.Outputs));
        Assert.Equal("slot", Assert.Single(export.Glossary).Source);
        Assert.Equal(4, Assert.Single(export.Webhooks).Deliveries.Count);
        Assert.DoesNotContain(secret, System.Text.Json.JsonSerializer.Serialize(export, ContractJson.Options), StringComparison.Ordinal);
    }

    /// <summary>A user with some of everything; returns the secret of a webhook.</summary>
    private static async Task<string> LiveAsync(ServiceHarness harness, Caller caller)
    {
        await harness.Jobs.PutGlossaryAsync(caller, [new GlossaryTerm("slot", "ranura")], default);
        await harness.Admin.SetUserAsync(Operator, caller.UserId, new UserLimits(2, 1), default);
        var made = await harness.Get<IWebhookService>().CreateAsync(caller, new NewWebhookRequest("https://nowhere.invalid/"), default);
        harness.Open();
        var job = await harness.SubmitAsync(caller, Command() with { IdempotencyKey = "k" });
        await harness.EndAsync(job.Id);
        await Eventually.IsTrueAsync(
            "two messages are written down", async () => (await harness.Get<IWebhookService>().DeliveriesAsync(caller, made.Webhook.Id, 10, default)).Count == 2, TimeSpan.FromMinutes(1));
        Assert.Equal(JobState.Completed, (await harness.GetAsync(job.Id)).State);
        return made.Secret;
    }

    private static async Task ErasedAsync(ServiceHarness harness, string userId)
    {
        harness.Open();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var id = EraseUserOrchestrator.IdOf(userId);
        await Eventually.IsTrueAsync(
            $"{userId} is erased",
            async () =>
            {
                var state = await harness.Client.GetInstanceAsync(id, getInputsAndOutputs: true);
                Assert.True(state?.RuntimeStatus is not OrchestrationRuntimeStatus.Failed, state?.FailureDetails?.ToString());
                return (await harness.Admin.GetErasuresAsync(default)).All(erasure => erasure.UserId != userId);
            },
            TimeSpan.FromMinutes(3));
        var end = await harness.Client.WaitForInstanceCompletionAsync(id, true, limit.Token);
        Assert.Equal(ErasureState.Done, end.ReadOutputAs<ErasureState>());
        // The erasure's own history goes like that of all upkeep.
        Assert.True(await harness.Client.PurgeEndedAsync(id, default));
    }

    /// <summary>Names of everything that is a user's: blobs, and instances but for entities.</summary>
    private static async Task<List<string>> OfAsync(ServiceHarness harness, string userId)
    {
        var found = new List<string>();
        foreach (var container in new[] { harness.Areas.Input, harness.Areas.Output, harness.Areas.Work, harness.Areas.System })
            found.AddRange((await ListAsync(container)).Select(name => $"{container.Name[..3]}:{name}"));
        found.AddRange((await harness.InstancesAsync()).Select(id => $"instance:{id}"));
        return [.. found.Where(name => name.Split(':', '/').Any(part => part == userId || part.StartsWith(userId + ".", StringComparison.Ordinal))
            && !name.Contains(EraseUserOrchestrator.IdPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static async Task<string> CodeAsync(Func<Task> call) => (await Assert.ThrowsAsync<RequestException>(call)).Code;

    private sealed class Unremovable : IUserTraces
    {
        public Task RemoveAsync(string userId, CancellationToken cancellationToken) => throw new InvalidOperationException("Not foreseen.");
    }
}
