namespace TransVox.Conformance;

/// <summary>
/// Checks what must hold whenever and however often the host was killed, against the log that the fake engines keep themselves.
/// </summary>
public static class CrashInvariants
{
    private const long WatchdogGraceMicros = 2_000_000;

    private static readonly string[] Terminal = ["Completed", "Failed", "Cancelled", "TimedOut", "Rejected"];

    /// <summary>Violations, as sentences.</summary>
    /// <param name="log">The independent log.</param>
    /// <param name="load">What was promised.</param>
    /// <param name="kills">When the host was killed and when it was up again, in microseconds since the Unix epoch.</param>
    /// <param name="committed">Stages that the service had shown as completed before some kill, by plan.</param>
    /// <param name="maxGlobal">The limit in force.</param>
    /// <param name="maxPerUser">The limit in force.</param>
    public static async Task<List<string>> CheckAsync(
        FakeToolLog log, CrashLoad load, IReadOnlyList<(long Killed, long Up)> kills, IReadOnlyDictionary<(string Plan, string Stage), long> committed, int maxGlobal, int maxPerUser)
    {
        var plans = load.Promises.Values.ToLookup(promise => promise.Caller.UserId, promise => promise.Plan.Id);
        var violations = CheckRuns(log, plans, kills, maxGlobal, maxPerUser);
        var runs = log.Runs();
        CheckFinished(runs, committed, violations);
        foreach (var promise in load.Promises.Values)
            await CheckPromiseAsync(promise, runs, violations);
        return violations;
    }

    /// <summary>Violations of what must hold of the runs of stages alone.</summary>
    /// <param name="log">The independent log.</param>
    /// <param name="plans">Plans by the user who submitted them.</param>
    /// <param name="kills">When the host was killed and when it was up again.</param>
    /// <param name="maxGlobal">The most that was ever allowed at once.</param>
    /// <param name="maxPerUser">The limit in force.</param>
    public static List<string> CheckRuns(FakeToolLog log, ILookup<string, string> plans, IReadOnlyList<(long Killed, long Up)> kills, int maxGlobal, int maxPerUser)
    {
        var violations = new List<string>();
        var runs = log.Runs().Select(run => Close(run, kills, violations)).ToList();
        CheckLimits(runs, plans, maxGlobal, maxPerUser, violations);
        foreach (var stage in runs.GroupBy(run => (run.Plan, run.Stage)).Where(stage => Timeline.MostAtOnce(stage.Select(ToSpan)) > 1))
            violations.Add($"{stage.Key.Plan} {stage.Key.Stage} ran twice at the same time.");
        return violations;
    }

    /// <summary>Microseconds since the Unix epoch, as the log counts.</summary>
    public static long NowMicros() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A run without an end was ended by a kill of the host; the watchdog gives it a moment.</summary>
    private static FakeToolRun Close(FakeToolRun run, IReadOnlyList<(long Killed, long Up)> kills, List<string> violations)
    {
        if (run.EndMicros is not null)
            return run;
        var kill = kills.FirstOrDefault(k => k.Up >= run.StartMicros);
        // Cancelled programs that had to be killed have no end either; they belong to no kill of the host.
        if (kill == default)
            return run with { EndMicros = run.StartMicros };
        // A program that was on its way when the host died writes its first line a moment later, and is ended by the watchdog.
        if (kill.Killed + WatchdogGraceMicros < run.StartMicros)
            violations.Add($"{run.Plan} {run.Stage} was started while the host was dead.");
        return run with { EndMicros = Math.Max(run.StartMicros, kill.Killed) };
    }

    private static void CheckLimits(List<FakeToolRun> runs, ILookup<string, string> plans, int maxGlobal, int maxPerUser, List<string> violations)
    {
        // Single runs, not spans: after a kill a job may wait for its lease again between two stages.
        var gpu = runs.Where(run => run.Stage is "Separate" or "Transcribe" or "Synthesize").Select(ToSpan).ToList();
        if (Timeline.MostAtOnce(gpu) is var most && most > maxGlobal)
            violations.Add($"{most} GPU stages ran at once; the limit is {maxGlobal}.");
        foreach (var user in plans)
        {
            var ids = user.ToHashSet();
            var own = runs.Where(run => run.Stage is not ("Probe" or "Extract") && ids.Contains(run.Plan)).Select(ToSpan);
            if (Timeline.MostAtOnce(own) is var mostOfUser && mostOfUser > maxPerUser)
                violations.Add($"{mostOfUser} stages of {user.Key} ran at once; the limit is {maxPerUser}.");
        }
    }

    private static void CheckFinished(
        IReadOnlyList<FakeToolRun> runs, IReadOnlyDictionary<(string Plan, string Stage), long> committed, List<string> violations)
    {
        foreach (var stage in runs.GroupBy(run => (run.Plan, run.Stage)))
        {
            if (committed.TryGetValue(stage.Key, out var seen) && stage.Any(run => run.StartMicros > seen))
                violations.Add($"{stage.Key.Plan} {stage.Key.Stage} ran again although it was finished.");
        }
    }

    private static async Task CheckPromiseAsync(CrashLoad.Promise promise, IReadOnlyList<FakeToolRun> runs, List<string> violations)
    {
        if (promise.JobId is null)
        {
            violations.Add($"{promise.Plan.Id} was never answered.");
            return;
        }

        var job = await promise.Caller.JobAsync(promise.JobId);
        var state = job["state"]!.GetValue<string>();
        if (!Terminal.Contains(state))
            violations.Add($"{promise.Plan.Id} never ended: {state}.");
        else if (state is not ("Completed" or "Cancelled"))
            violations.Add($"{promise.Plan.Id} ended {state}: {job["error"]?.ToJsonString()}");
        if (state == "Cancelled" && !promise.CancelTried)
            violations.Add($"{promise.Plan.Id} was cancelled by nobody.");
        if (state == "Completed" && promise.CancelTaken)
            violations.Add($"{promise.Plan.Id} completed although its cancellation was taken.");
        if (state == "Completed")
            await CheckResultAsync(promise, job, runs, violations);
        await CheckOnlyOneAsync(promise, violations);
    }

    private static async Task CheckResultAsync(CrashLoad.Promise promise, JsonNode job, IReadOnlyList<FakeToolRun> runs, List<string> violations)
    {
        foreach (var stage in job["stages"]!.AsArray().Select(stage => stage!["stage"]!.GetValue<string>()))
        {
            if (!runs.Any(run => run.Plan == promise.Plan.Id && run.Stage == stage && run.Succeeded))
                violations.Add($"{promise.Plan.Id} is completed, and {stage} never ran to its end.");
        }

        foreach (var file in job["outputs"]!.AsArray())
        {
            var answer = await promise.Caller.GetAsync($"/api/jobs/{promise.JobId}/files/{file!["name"]!.GetValue<string>()}");
            if (answer.Status != 200 || answer.Bytes.LongLength != file["size"]!.GetValue<long>())
                violations.Add($"{promise.Plan.Id} {file["name"]} cannot be read: {answer.Status}, {answer.Bytes.Length} bytes.");
        }
    }

    private static async Task CheckOnlyOneAsync(CrashLoad.Promise promise, List<string> violations)
    {
        var jobs = new List<JsonNode?>();
        for (string? after = null; ;)
        {
            var page = (await promise.Caller.GetAsync($"/api/jobs?limit=100{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}")).Json;
            jobs.AddRange(page["jobs"]!.AsArray());
            after = page["next"]?.GetValue<string>();
            if (after is null)
                break;
        }

        if (jobs.Count(job => job!["fileName"]!.GetValue<string>() == promise.Plan.Id + ".mp4") is var count && count != 1)
            violations.Add($"{promise.Plan.Id} became {count} jobs.");
    }

    private static Timeline.Span ToSpan(FakeToolRun run) => new(run.Plan, run.StartMicros, run.EndMicros!.Value);
}
