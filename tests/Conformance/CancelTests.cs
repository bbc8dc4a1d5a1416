namespace TransVox.Conformance;

public sealed class CancelTests(ServiceFixture service) : ConformanceTest(service)
{
    [Theory]
    [InlineData("Probe")]
    [InlineData("Extract")]
    [InlineData("Separate")]
    [InlineData("Transcribe")]
    [InlineData("Translate")]
    [InlineData("Synthesize")]
    [InlineData("Mix")]
    [InlineData("Mux")]
    public async Task A_running_stage_is_stopped_and_its_programs_are_gone(string stage)
    {
        var user = await UserAsync();
        var plan = Plan().With(stage, "hang", true).With(stage, "children", 2);
        var id = await user.SubmitAsync(plan);
        await user.WaitForStageAsync(id, stage);

        var answer = await user.CancelAsync(id);

        Assert.Equal(202, answer.Status);
        var job = await user.WaitForEndAsync(id, "Cancelled", TimeSpan.FromSeconds(10));
        Assert.Equal("cancelled", ErrorOf(job) ?? "cancelled");
        if (Service.Log is { } log)
            await Eventually.IsTrueAsync("no program is left", () => log.RunningProcesses().Count == 0, TimeSpan.FromSeconds(10));
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task A_program_that_ignores_signals_is_killed()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan().With("Transcribe", "hang", true).With("Transcribe", "ignoreSignals", true));
        await user.WaitForStageAsync(id, "Transcribe");

        await user.CancelAsync(id);

        await user.WaitForEndAsync(id, "Cancelled", TimeSpan.FromSeconds(20));
        await WaitUntilIdleAsync();
    }

    [Theory]
    [InlineData("QueuedUser", 8, 1)]
    [InlineData("QueuedGpu", 1, 8)]
    public async Task A_waiting_job_leaves_the_queue_at_once(string state, int global, int perUser)
    {
        await LimitAsync(global, perUser);
        var user = await UserAsync();
        var blocker = await user.SubmitAsync(Plan().With("Separate", "hang", true));
        await user.WaitForStageAsync(blocker, "Separate");
        var waiting = await user.SubmitAsync(Plan());
        await user.WaitForStateAsync(waiting, null, state);

        await user.CancelAsync(waiting);

        await user.WaitForEndAsync(waiting, "Cancelled", TimeSpan.FromSeconds(3));
        await user.CancelAsync(blocker);
        await user.WaitForEndAsync(blocker, "Cancelled");
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task A_job_in_review_is_cancelled_too()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan(), ("review", "true"));
        await user.WaitForStateAsync(id, null, "AwaitingReview");

        await user.CancelAsync(id);

        await user.WaitForEndAsync(id, "Cancelled", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Cancel_is_idempotent_and_a_job_that_ended_otherwise_stays_what_it_is()
    {
        var user = await UserAsync();
        var cancelled = await user.SubmitAsync(Plan().With("Mix", "hang", true));
        await user.WaitForStageAsync(cancelled, "Mix");
        var completed = await user.SubmitAsync(Plan());

        Assert.Equal(202, (await user.CancelAsync(cancelled)).Status);
        await user.WaitForEndAsync(cancelled, "Cancelled");
        Assert.Equal(202, (await user.CancelAsync(cancelled)).Status);
        await user.WaitForEndAsync(completed);
        var late = await user.CancelAsync(completed);

        Assert.Equal((409, "conflict"), (late.Status, late.Code));
        Assert.Equal("Completed", StateOf(await user.JobAsync(completed)));
    }
}
