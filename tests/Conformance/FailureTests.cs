namespace TransVox.Conformance;

public sealed class FailureTests(ServiceFixture service) : ConformanceTest(service)
{
    [SkippableFact]
    public async Task A_failure_that_passes_is_retried_and_the_job_completes()
    {
        var log = NeedLog();
        var user = await UserAsync();
        var plan = Plan().With("Transcribe", "exit", 1).With("Transcribe", "times", 2);

        var job = await user.WaitForEndAsync(await user.SubmitAsync(plan));

        Assert.Equal([1, 1, 0], log.Runs().Where(run => run.Plan == plan.Id && run.Stage == "Transcribe").Select(run => run.ExitCode ?? -1));
        Assert.Equal(3, StageOf(job, "Transcribe")["attempts"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_fails_the_job_names_the_stage_and_frees_the_slot()
    {
        var user = await UserAsync();

        var job = await user.WaitForEndAsync(await user.SubmitAsync(Plan().With("Synthesize", "exit", 1)), "Failed");

        Assert.Equal("engine_failed", ErrorOf(job));
        Assert.Equal("Synthesize", job["error"]!["stage"]!.GetValue<string>());
        Assert.Equal("Failed", StageOf(job, "Synthesize")["state"]!.GetValue<string>());
        await WaitUntilIdleAsync();
    }

    [SkippableFact]
    public async Task A_busy_device_is_no_attempt()
    {
        var log = NeedLog();
        var user = await UserAsync();
        var plan = Plan().With("Separate", "busy", true).With("Separate", "times", 6);

        await user.WaitForEndAsync(await user.SubmitAsync(plan));

        Assert.Equal(7, log.Runs().Count(run => run.Plan == plan.Id && run.Stage == "Separate"));
    }

    [Fact]
    public async Task Outputs_are_checked_whatever_the_exit_code_says()
    {
        var user = await UserAsync();

        var job = await user.WaitForEndAsync(await user.SubmitAsync(Plan().With("Transcribe", "noOutput", true)), "Failed");

        Assert.Equal("output_invalid", ErrorOf(job));
    }

    [SkippableFact]
    public async Task A_retry_is_a_new_job_that_reuses_what_was_finished()
    {
        var log = NeedLog();
        var user = await UserAsync();
        var plan = Plan().With("Mix", "exit", 1).With("Mix", "times", 3);
        var failed = await user.SubmitAsync(plan);
        await user.WaitForEndAsync(failed, "Failed");

        var answer = await user.PostAsync($"/api/jobs/{failed}/retry");

        Assert.Equal(202, answer.Status);
        var retried = await user.WaitForEndAsync(answer.Json["id"]!.GetValue<string>());
        Assert.Equal(failed, retried["basedOn"]!.GetValue<string>());
        var runs = log.Runs().Where(run => run.Plan == plan.Id).ToList();
        foreach (var stage in (string[])["Probe", "Extract", "Separate", "Transcribe", "Translate", "Synthesize"])
        {
            Assert.Single(runs, run => run.Stage == stage);
            Assert.True(StageOf(retried, stage)["reused"]!.GetValue<bool>(), stage);
        }

        Assert.Equal(4, runs.Count(run => run.Stage == "Mix"));
        Assert.Single(runs, run => run.Stage == "Mux");
    }

    [SkippableFact]
    public async Task A_retry_from_a_named_stage_runs_it_and_what_follows()
    {
        var log = NeedLog();
        var user = await UserAsync();
        var plan = Plan();
        var done = await user.SubmitAsync(plan);
        await user.WaitForEndAsync(done);

        var answer = await user.PostAsync($"/api/jobs/{done}/retry", new { fromStage = "Translate" });
        await user.WaitForEndAsync(answer.Json["id"]!.GetValue<string>());

        var counts = log.Runs().Where(run => run.Plan == plan.Id).CountBy(run => run.Stage).ToDictionary();
        Assert.Equal(1, counts["Transcribe"]);
        Assert.Equal(2, counts["Translate"]);
        Assert.Equal(2, counts["Mux"]);
    }

    [SkippableFact]
    public async Task The_same_video_of_the_same_user_is_not_worked_on_again()
    {
        var log = NeedLog();
        var user = await UserAsync();
        var plan = Plan();
        await user.WaitForEndAsync(await user.SubmitAsync(plan));

        var again = await user.WaitForEndAsync(await user.SubmitAsync(plan));

        Assert.All(again["stages"]!.AsArray(), stage => Assert.True(stage!["reused"]!.GetValue<bool>()));
        Assert.Equal(8, log.Runs().Count(run => run.Plan == plan.Id));
        Assert.Contains(again["outputs"]!.AsArray(), file => file!["name"]!.GetValue<string>() == "dubbed.mp4");
    }

    private static JsonNode StageOf(JsonNode job, string stage) =>
        job["stages"]!.AsArray().Single(entry => entry!["stage"]!.GetValue<string>() == stage)!;
}
