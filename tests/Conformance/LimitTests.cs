namespace TransVox.Conformance;

public sealed class LimitTests(ServiceFixture service) : ConformanceTest(service)
{
    [SkippableFact]
    public async Task Both_levels_of_limits_hold_and_are_used_to_the_full()
    {
        var log = NeedLog();
        await LimitAsync(global: 2, perUser: 1, "Fifo");
        var jobs = new List<(ServiceCaller User, string Id, string Plan)>();
        for (var round = 0; round < 2; round++)
        {
            foreach (var name in (string[])["a", "b", "c"])
            {
                var (user, plan) = (await UserAsync(name), Plan(name, secondsPerStage: 0.15));
                jobs.Add((user, await user.SubmitAsync(plan), plan.Id));
            }

            // A job takes its turn when it is validated, and two validations run side by side: until the first jobs are in the queue, a
            // second one could be there before them and take a slot that is idle.
            foreach (var (user, id, _) in jobs)
                await user.WaitForStateAsync(id, null, "QueuedUser", "QueuedGpu", "Running", "Completed");
        }

        foreach (var (user, id, _) in jobs)
            await user.WaitForEndAsync(id);

        var runs = log.Runs().Where(run => jobs.Any(job => job.Plan == run.Plan)).ToList();
        Assert.Equal(2, Timeline.MostAtOnce(Timeline.GpuSpans(runs)));
        foreach (var own in jobs.GroupBy(job => job.User.UserId))
        {
            var spans = Timeline.JobSpans(runs.Where(run => own.Any(job => job.Plan == run.Plan)));
            Assert.Equal(1, Timeline.MostAtOnce(spans));
            Assert.Equal(own.Select(job => job.Plan), spans.OrderBy(span => span.Start).Select(span => span.Plan));
        }
    }

    [SkippableFact]
    public async Task First_come_first_served_is_the_order_of_submission()
    {
        var log = NeedLog();
        await LimitAsync(global: 1, perUser: 8, "Fifo");
        var jobs = new List<(ServiceCaller User, string Id, string Plan)>();
        for (var i = 0; i < 6; i++)
        {
            var (user, plan) = (await UserAsync($"u{i % 4}"), Plan());
            plan.With("Separate", "seconds", 0.3);
            var id = await user.SubmitAsync(plan);
            // Queued, not merely received: validation of two uploads runs side by side.
            await user.WaitForStateAsync(id, null, "QueuedGpu", "Running", "Completed");
            jobs.Add((user, id, plan.Id));
        }

        foreach (var (user, id, _) in jobs)
            await user.WaitForEndAsync(id);

        Assert.Equal(jobs.Select(job => job.Plan), Timeline.OrderOfStarts(log.Runs().Where(run => jobs.Any(job => job.Plan == run.Plan)), "Separate"));
    }

    [SkippableFact]
    public async Task Under_the_fair_policy_a_new_user_takes_the_next_slot_whatever_waits_before()
    {
        var log = NeedLog();
        await LimitAsync(global: 1, perUser: 8);
        var (busy, fresh) = (await UserAsync("busy"), await UserAsync("fresh"));
        var first = Plan("busy").With("Separate", "hang", true);
        var running = await busy.SubmitAsync(first);
        await busy.WaitForStageAsync(running, "Separate");
        var waiting = new List<string>();
        for (var i = 0; i < 4; i++)
            waiting.Add(await busy.SubmitAsync(Plan("busy")));
        foreach (var id in waiting)
            await busy.WaitForStateAsync(id, null, "QueuedGpu");
        var newcomer = Plan("fresh");
        var own = await fresh.SubmitAsync(newcomer);
        await fresh.WaitForStateAsync(own, null, "QueuedGpu");

        await busy.CancelAsync(running);
        await fresh.WaitForEndAsync(own);
        foreach (var id in waiting)
            await busy.WaitForEndAsync(id);

        var plans = log.Runs().Where(run => run.Plan.StartsWith(first.Id.Split('-')[0], StringComparison.Ordinal));
        var order = Timeline.OrderOfStarts(plans, "Separate");
        Assert.Equal([first.Id, newcomer.Id], order.Take(2));
    }

    [Fact]
    public async Task A_job_that_waits_too_long_times_out_and_the_others_do_not()
    {
        await LimitAsync(global: 1, perUser: 1, more: limits => limits["queueTimeout"] = 2);
        var (a, b) = (await UserAsync("a"), await UserAsync("b"));
        var blocker = await a.SubmitAsync(Plan().With("Separate", "seconds", 5));
        await a.WaitForStageAsync(blocker, "Separate");
        var (behindOther, behindSelf) = (await b.SubmitAsync(Plan()), await a.SubmitAsync(Plan()));

        var (first, second) = (await b.WaitForEndAsync(behindOther, "TimedOut"), await a.WaitForEndAsync(behindSelf, "TimedOut"));

        Assert.Equal(("queue_timeout", "queue_timeout"), (ErrorOf(first), ErrorOf(second)));
        await a.WaitForEndAsync(blocker);
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task A_limit_that_is_raised_starts_the_next_job_at_once_and_one_that_is_lowered_starts_nothing()
    {
        await LimitAsync(global: 1, perUser: 4);
        var user = await UserAsync();
        var jobs = new List<string>();
        for (var i = 0; i < 3; i++)
            jobs.Add(await user.SubmitAsync(Plan().With("Transcribe", "hang", true)));
        await WaitForRunningAsync(user, jobs, 1);

        await LimitAsync(global: 2, perUser: 4);
        await WaitForRunningAsync(user, jobs, 2, TimeSpan.FromSeconds(3));
        await LimitAsync(global: 1, perUser: 4);
        // One of two ends: with a limit of one, the other is enough.
        var running = await RunningAsync(user, jobs);
        await user.CancelAsync(running[0]);
        await user.WaitForEndAsync(running[0], "Cancelled");
        await user.CancelAsync(running[1]);
        await user.WaitForEndAsync(running[1], "Cancelled");

        await WaitForRunningAsync(user, jobs, 1, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task The_bound_of_the_queue_is_exact_under_a_rush_and_every_other_submission_is_told_when_to_come_back()
    {
        const int Bound = 7;
        await LimitAsync(global: 1, perUser: 50, more: limits => limits["maxQueueSize"] = Bound);
        await Admin.PostAsync("/api/admin/pools/default/pause");
        var users = new List<ServiceCaller>();
        for (var i = 0; i < 4; i++)
            users.Add(await UserAsync($"u{i}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => users[i % users.Count].TrySubmitAsync(Plan().ToBytes())));

        Assert.Equal(Bound, answers.Count(answer => answer.Status == 202));
        Assert.All(answers.Where(answer => answer.Status != 202), answer =>
        {
            Assert.Equal((429, "queue_full"), (answer.Status, answer.Code));
            Assert.True(int.Parse(answer.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture) > 0);
        });
        await Admin.PostAsync("/api/admin/pools/default/resume");
        foreach (var (answer, i) in answers.Select((answer, i) => (answer, i)).Where(x => x.answer.Status == 202))
            await users[i % users.Count].WaitForEndAsync(answer.Json["id"]!.GetValue<string>());
        Assert.Equal(202, (await users[0].TrySubmitAsync(Plan().ToBytes())).Status);
    }

    [Fact]
    public async Task A_waiting_job_knows_its_place()
    {
        await LimitAsync(global: 1, perUser: 8, "Fifo");
        await Admin.PostAsync("/api/admin/pools/default/pause");
        var (a, b) = (await UserAsync("a"), await UserAsync("b"));
        var jobs = new List<(ServiceCaller User, string Id)>();
        foreach (var user in (ServiceCaller[])[a, b, a])
        {
            var id = await user.SubmitAsync(Plan());
            await user.WaitForStateAsync(id, null, "QueuedGpu");
            jobs.Add((user, id));
        }

        for (var i = 0; i < jobs.Count; i++)
        {
            var place = i + 1;
            await jobs[i].User.WaitForAsync(
                jobs[i].Id,
                $"is number {place} of 3",
                job => job["queue"] is { } queue && (queue["position"]!.GetValue<int>(), queue["waiting"]!.GetValue<int>()) == (place, 3),
                TimeSpan.FromSeconds(5));
        }

        var queue = (await b.GetAsync("/api/queue")).Json;
        Assert.Equal(3, queue["waiting"]!.AsArray().Count);
        Assert.DoesNotContain(jobs[0].Id, queue.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(jobs[1].Id, queue.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<List<string>> RunningAsync(ServiceCaller user, IEnumerable<string> jobs)
    {
        var running = new List<string>();
        foreach (var id in jobs)
        {
            if (StateOf(await user.JobAsync(id)) == "Running")
                running.Add(id);
        }

        return running;
    }

    private static Task WaitForRunningAsync(ServiceCaller user, IReadOnlyList<string> jobs, int count, TimeSpan? within = null) =>
        Eventually.IsTrueAsync($"{count} jobs run", async () => (await RunningAsync(user, jobs)).Count == count, within);
}
