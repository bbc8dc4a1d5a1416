namespace TransVox.Conformance;

public sealed class AdminTests(ServiceFixture service) : ConformanceTest(service)
{
    [Fact]
    public async Task A_paused_pool_starts_nothing_and_goes_on_when_resumed()
    {
        var user = await UserAsync();
        Assert.Equal("Paused", (await Admin.PostAsync("/api/admin/pools/default/pause")).Json["mode"]!.GetValue<string>());
        var id = await user.SubmitAsync(Plan());
        await user.WaitForStateAsync(id, null, "QueuedGpu");

        Assert.Equal("Active", (await Admin.PostAsync("/api/admin/pools/default/resume")).Json["mode"]!.GetValue<string>());

        await user.WaitForEndAsync(id);
    }

    [Fact]
    public async Task A_drained_pool_lets_what_runs_end()
    {
        var user = await UserAsync();
        var running = await user.SubmitAsync(Plan().With("Transcribe", "seconds", 1.5));
        await user.WaitForStageAsync(running, "Transcribe");
        Assert.Equal("Draining", (await Admin.PostAsync("/api/admin/pools/default/drain")).Json["mode"]!.GetValue<string>());
        var waiting = await user.SubmitAsync(Plan());

        // The job that runs gets its second GPU phase only if it may start anew; either way nothing of it is lost.
        await user.WaitForStateAsync(waiting, null, "QueuedGpu");
        await Admin.PostAsync("/api/admin/pools/default/resume");

        await user.WaitForEndAsync(running);
        await user.WaitForEndAsync(waiting);
    }

    [SkippableFact]
    public async Task An_override_of_one_user_holds_for_that_user_alone()
    {
        var log = NeedLog();
        await LimitAsync(global: 8, perUser: 1);
        var (special, usual) = (await UserAsync("special"), await UserAsync("usual"));
        Assert.Equal(200, (await Admin.PutAsync($"/api/admin/users/{special.UserId}", new { maxJobs = 3 })).Status);
        var jobs = new List<(ServiceCaller User, string Id, string Plan)>();
        foreach (var user in (ServiceCaller[])[special, special, special, usual, usual])
        {
            var plan = Plan(user.UserId).With("Transcribe", "seconds", 1.0);
            jobs.Add((user, await user.SubmitAsync(plan), plan.Id));
        }

        foreach (var (user, id, _) in jobs)
            await user.WaitForEndAsync(id);
        await Admin.DeleteAsync($"/api/admin/users/{special.UserId}");

        int AtOnce(ServiceCaller user) => Timeline.MostAtOnce(Timeline.JobSpans(log.Runs().Where(run => jobs.Any(job => job.User == user && job.Plan == run.Plan))));
        Assert.Equal(3, AtOnce(special));
        Assert.Equal(1, AtOnce(usual));
    }

    [Fact]
    public async Task Limits_are_changed_on_the_version_that_was_read_and_written_down()
    {
        var read = await Admin.GetAsync("/api/admin/limits");
        var limits = read.Json.DeepClone();
        limits["maxGlobalJobs"] = 6;

        var put = await Admin.PutAsync("/api/admin/limits", limits, ("If-Match", read.Header("ETag")!));
        var stale = await Admin.PutAsync("/api/admin/limits", limits, ("If-Match", read.Header("ETag")!));
        limits["maxGlobalJobs"] = -1;
        var wrong = await Admin.PutAsync("/api/admin/limits", limits, ("If-Match", put.Header("ETag")!));

        Assert.Equal((200, 6), (put.Status, put.Json["maxGlobalJobs"]!.GetValue<int>()));
        Assert.Equal((412, "precondition_failed"), (stale.Status, stale.Code));
        Assert.Equal((400, "invalid_request"), (wrong.Status, wrong.Code));
        var audit = (await Admin.GetAsync("/api/admin/audit?limit=20")).Json.AsArray();
        Assert.Contains(audit, entry => entry!.ToJsonString().Contains("conformance-admin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_and_documentation_are_there_for_everybody()
    {
        using var anonymous = new HttpClient { BaseAddress = new Uri(Service.Url) };

        Assert.True((await anonymous.GetAsync("/health/live")).IsSuccessStatusCode);
        using var ready = await anonymous.GetAsync("/health/ready");
        Assert.True(ready.IsSuccessStatusCode);
        var checks = JsonNode.Parse(await ready.Content.ReadAsStringAsync())!["checks"]!.AsArray().Select(check => check!["name"]!.GetValue<string>());
        Assert.Superset(new HashSet<string> { "storage", "durable", "engines" }, checks.ToHashSet());
        var document = JsonNode.Parse(await anonymous.GetStringAsync("/openapi/v1.json"))!;
        Assert.StartsWith("3.1", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
