using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>One video into several languages.</summary>
public abstract class LanguagesTests(IDurableRuntime runtime)
{
    private static readonly Stage[] Shared = [Stage.Probe, Stage.Extract, Stage.Separate, Stage.Transcribe];
    private static readonly Stage[] Own = [Stage.Translate, Stage.Synthesize, Stage.Mix, Stage.Mux];

    [Fact]
    public async Task What_languages_share_runs_once_and_they_take_turns_in_one_slot()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        StartLanguagesInput? begun = null;
        harness.StartLanguages = input =>
        {
            begun = input;
            return new LanguagesOutcome();
        };
        var request = Several(harness);
        harness.Stage = i =>
        {
            Assert.True(!i.FreesPlace || i.JobId == request.JobId);
            return null;
        };
        await harness.SubmitAndSettleAsync(request);

        Assert.Equal(JobState.Completed, await harness.StateAsync(request.JobId));
        Assert.Equal([.. Shared.Select(ActivityNames.Of), ActivityNames.StartLanguages, ActivityNames.Publish, ActivityNames.Finish], ActivitiesOf(harness, request.JobId));
        foreach (var language in request.Languages)
        {
            Assert.Equal([.. Own.Select(ActivityNames.Of), ActivityNames.Publish, ActivityNames.Finish], ActivitiesOf(harness, language.JobId));
            var record = harness.Records[language.JobId];
            Assert.Equal((JobState.Completed, language.Language, null), (record.Status.State, record.Request.Options.TargetLanguage, record.Request.Options.TargetLanguages));
            Assert.Equal((request.JobId, 10.0, "hash-source"), (record.Request.ParentId, record.Status.MediaSeconds!.Value, record.Request.Source.Sha256));
            Assert.Equal("hash-background.wav", record.Artifacts[Artifacts.Background].Sha256);
            // Synthesis alone needs the GPU: one lease of each level.
            Assert.Equal(4, harness.OperationsOf(language.JobId));
        }

        Assert.Equal(4, harness.OperationsOf(request.JobId));
        Assert.Equal(request.Languages.Select(language => language.JobId), begun!.Places.Select(place => place.JobId));
        Assert.Equal(
            request.Languages.Select(language => (language.JobId, JobState.Completed)).Order(),
            (await harness.StatusAsync(request.JobId)).Languages.Select(language => (language.JobId, language.State)).Order());
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_language_that_fails_is_named_and_stops_no_other()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i is { Stage: Stage.Translate, Options.TargetLanguage: "pt" } ? Task.FromResult(Scripted.Fail(ErrorCodes.UnsupportedPair, Retryability.Never)) : null;
        var request = Several(harness);
        await harness.SubmitAndSettleAsync(request);

        var status = await harness.StatusAsync(request.JobId);
        Assert.Equal(JobState.Completed, status.State);
        Assert.StartsWith("Not completed: pt (Failed).", Assert.Single(status.Warnings), StringComparison.Ordinal);
        Assert.Equal([JobState.Completed, JobState.Failed, JobState.Completed], await StatesAsync(harness, request));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_language_that_is_ended_from_outside_is_one_that_failed()
    {
        await using var harness = await JobHarness.StartAsync(runtime, globalJobs: 3, jobsPerUser: 3);
        harness.Stage = i => i is { Stage: Stage.Mix, Options.TargetLanguage: "fr" } ? Scripted.Never() : null;
        var request = Several(harness);
        await harness.SubmitAsync(request);
        var french = request.Languages[2].JobId;
        await harness.UntilAsync(request.JobId, "has two languages", s => s.Languages.Count == 2);
        await harness.UntilAsync(french, "mixes", s => s.Stage == Stage.Mix);
        await harness.Client.TerminateInstanceAsync(french);

        await harness.EndAsync(request.JobId);
        Assert.StartsWith("Not completed: fr (Failed).", Assert.Single((await harness.StatusAsync(request.JobId)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_language_it_failed()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Synthesize ? Task.FromResult(Scripted.Fail(ErrorCodes.EngineMissing, Retryability.Never)) : null;
        var request = Several(harness);
        await harness.SubmitAndSettleAsync(request);
        var status = await harness.StatusAsync(request.JobId);
        Assert.Equal((JobState.Failed, ErrorCodes.LanguagesFailed, true), (status.State, status.Error!.Code, status.Error.Retryable));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task What_cannot_be_recognized_starts_no_language()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Transcribe ? Task.FromResult(Scripted.Fail(ErrorCodes.NoSpeech, Retryability.Never)) : null;
        var request = Several(harness);
        await harness.SubmitAndSettleAsync(request);
        Assert.Equal((JobState.Failed, ErrorCodes.NoSpeech), ((await harness.StatusAsync(request.JobId)).State, (await harness.StatusAsync(request.JobId)).Error!.Code));
        Assert.Null(await harness.Client.GetInstanceAsync(request.Languages[0].JobId));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Cancel_reaches_the_language_that_runs_and_those_that_wait()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var hold = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i.Stage == Stage.Translate ? hold.Task : null;
        var request = Several(harness);
        await harness.SubmitAndSettleAsync(request);
        Assert.Equal([JobState.QueuedUser, JobState.QueuedUser, JobState.Running], (await StatesAsync(harness, request)).Order());

        await harness.CancelAsync(request.JobId);
        await harness.UntilAsync(request.JobId, "knows of the cancel", s => s.CancelRequested);
        hold.SetResult(Scripted.Fail(ErrorCodes.Cancelled, Retryability.Never));
        await harness.EndAsync(request.JobId);
        Assert.Equal(JobState.Cancelled, await harness.StateAsync(request.JobId));
        Assert.All(await StatesAsync(harness, request), state => Assert.Equal(JobState.Cancelled, state));
        await harness.SettleAsync();
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Each_language_has_its_own_review_and_its_own_cancel()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var request = Several(harness, r => r with { Review = true });
        await harness.SubmitAndSettleAsync(request);
        Assert.Equal(JobState.Running, await harness.StateAsync(request.JobId));
        Assert.All(await StatesAsync(harness, request), state => Assert.Equal(JobState.AwaitingReview, state));
        await harness.AssertNothingHeldAsync();

        var edited = new ArtifactRef("ada/provided/x/translation.json", "x", 1);
        await harness.ApproveAsync(request.Languages[1].JobId, edited);
        await harness.EndAsync(request.Languages[1].JobId);
        Assert.Equal(edited, harness.Records[request.Languages[1].JobId].Artifacts[Artifacts.Translation]);
        Assert.Equal(JobState.Running, await harness.StateAsync(request.JobId));
        await harness.CancelAsync(request.Languages[0].JobId);
        await harness.ApproveAsync(request.Languages[2].JobId);
        await harness.EndAsync(request.JobId);
        Assert.Equal([JobState.Cancelled, JobState.Completed, JobState.Completed], await StatesAsync(harness, request));
        Assert.Equal(JobState.Completed, await harness.StateAsync(request.JobId));
    }

    [Fact]
    public async Task A_language_waits_longer_than_the_queue_timeout_and_goes_before_jobs_that_have_not_started()
    {
        await using var harness = await JobHarness.StartAsync(runtime, jobsPerUser: 3);
        var bob = new TaskCompletionSource<StageOutcome>();
        var ada = new TaskCompletionSource<StageOutcome>();
        harness.Stage = i => i is { UserId: "bob", Stage: Stage.Separate } ? bob.Task : i is { UserId: "ada", Stage: Stage.Transcribe } ? ada.Task : null;
        var request = Several(harness, r => r with { Policy = r.Policy with { QueueTimeout = 4 } });
        await harness.SubmitAndSettleAsync(request);
        await harness.SubmitAndSettleAsync(harness.Request("bob"));
        var eve = await harness.SubmitAndSettleAsync(harness.Request("eve"));
        ada.SetResult(Scripted.Succeed(new StageInput("", "ada", Stage.Transcribe, request.Options, request.Source, new Dictionary<string, ArtifactRef>(), 1, 1)));
        await harness.UntilAsync(request.Languages[0].JobId, "waits for the GPU", s => s.State == JobState.QueuedGpu);
        // Until the timeout is over, which ends jobs that have not started.
        await harness.UntilAsync(request.JobId, "waits too long", _ => TimeProvider.System.GetUtcNow() > request.SubmittedAt.AddSeconds(5));
        Assert.Equal(JobState.QueuedGpu, await harness.StateAsync(request.Languages[0].JobId));

        bob.SetResult(new StageOutcome());
        await harness.EndAsync(request.JobId);
        await harness.EndAsync(eve);
        Assert.All(await StatesAsync(harness, request), state => Assert.Equal(JobState.Completed, state));
        var order = harness.Started.ToList();
        Assert.All(request.Languages, language => Assert.InRange(
            order.IndexOf((language.JobId, ActivityNames.Of(Stage.Synthesize))), 0, order.IndexOf((eve, ActivityNames.Of(Stage.Separate)))));
    }

    [Fact]
    public async Task Languages_are_joined_under_a_user_slot_and_without_those_that_failed()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        StageInput? joined = null;
        PublishInput? published = null;
        harness.Stage = i =>
        {
            joined = i is { Stage: Stage.Mux, Options.TargetLanguages: not null } ? i : joined;
            return i is { Stage: Stage.Mix, Options.TargetLanguage: "pt" } ? Task.FromResult(Scripted.Fail(ErrorCodes.EngineMissing, Retryability.Never)) : null;
        };
        harness.Publish = input =>
        {
            published = input.Options?.TargetLanguages is null ? published : input;
            return Task.FromResult(new PublishOutcome(Files: []));
        };
        var request = Several(harness, r => r with
        {
            Options = r.Options with { Combine = true },
            Plan = [.. r.Plan.Select(p => p with { Skip = p.Stage is > Stage.Transcribe and < Stage.Mux })],
        });
        await harness.SubmitAndSettleAsync(request);

        Assert.Equal(JobState.Completed, await harness.StateAsync(request.JobId));
        Assert.Equal(["es", "fr"], joined!.Options.TargetLanguages);
        Assert.Equal("hash-mix.fr.wav", joined.Artifacts[Artifacts.MixOf("fr")].Sha256);
        Assert.Equal(["es", "fr"], published!.Options!.TargetLanguages);
        Assert.Equal(6, harness.OperationsOf(request.JobId));
        await harness.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_language_that_was_deleted_before_they_are_joined_is_left_out()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        IReadOnlyList<string>? joined = null;
        harness.Stage = i =>
        {
            joined = i.Stage == Stage.Mux && i.Options.TargetLanguages is { } languages ? languages : joined;
            return null;
        };
        harness.Collect = input => new LanguagesOutcome(Artifacts: new Dictionary<string, ArtifactRef>
        {
            [Artifacts.MixOf("fr")] = new("k/1", "1", 1), [Artifacts.TranslationOf("fr")] = new("k/2", "2", 1),
        });
        var request = Several(harness, r => r with { Plan = [.. r.Plan.Select(p => p with { Skip = p.Stage is > Stage.Transcribe and < Stage.Mux })] });
        await harness.SubmitAndSettleAsync(request);
        Assert.Equal(["fr"], joined);
        Assert.Equal(JobState.Completed, await harness.StateAsync(request.JobId));
    }

    [Fact]
    public async Task Languages_know_what_is_spoken_once_it_was_found_out()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        harness.Stage = i => i.Stage == Stage.Transcribe ? Task.FromResult(Scripted.Succeed(i) with { Language = "de" }) : null;
        var request = Several(harness, r => r with { Options = r.Options with { SourceLanguage = "auto" } });
        await harness.SubmitAndSettleAsync(request);
        Assert.All(request.Languages, language => Assert.Equal("de", harness.Records[language.JobId].Request.Options.SourceLanguage));
    }

    [Fact]
    public async Task A_storage_that_is_away_for_a_moment_only_delays_the_languages()
    {
        await using var harness = await JobHarness.StartAsync(runtime);
        var looks = 0;
        harness.StartLanguages = _ => Interlocked.Increment(ref looks) < 3
            ? new LanguagesOutcome(new ActivityError(ErrorCodes.StorageUnavailable, "Away.", Retryability.Transient))
            : new LanguagesOutcome();
        var request = Several(harness);
        await harness.SubmitAsync(request);
        await harness.EndAsync(request.JobId);
        Assert.Equal((JobState.Completed, 3), (await harness.StateAsync(request.JobId), looks));
    }

    private static List<string> ActivitiesOf(JobHarness harness, string jobId) => [.. harness.Started.Where(s => s.Job == jobId).Select(s => s.Activity)];

    private static async Task<List<JobState>> StatesAsync(JobHarness harness, JobRequest request)
    {
        var states = new List<JobState>();
        foreach (var language in request.Languages)
            states.Add(await harness.StateAsync(language.JobId));
        return states;
    }

    internal static JobRequest Several(JobHarness harness, string user) => Several(harness, r => r, user);

    private static JobRequest Several(JobHarness harness, Func<JobRequest, JobRequest>? change = null, string user = "ada")
    {
        var request = harness.Request(user);
        string[] languages = ["es", "pt", "fr"];
        request = request with
        {
            Options = request.Options with { TargetLanguages = languages },
            Languages = [.. languages.Select(language => new LanguageJob(
                language, $"{request.JobId}-{language}", [.. request.Plan.Select(p => p with { Skip = Shared.Contains(p.Stage) })]))],
            Plan = [.. request.Plan.Select(p => p with { Skip = Own.Contains(p.Stage) })],
        };
        return change?.Invoke(request) ?? request;
    }
}
