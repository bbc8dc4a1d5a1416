namespace TransVox.Conformance;

/// <summary>What happened to a job is told, on every host, and to nobody whom it does not concern.</summary>
public sealed class TimelineTests(ServiceFixture service) : ConformanceTest(service)
{
    [Fact]
    public async Task A_job_that_waits_fails_is_reviewed_and_completes_tells_all_of_it()
    {
        await LimitAsync(global: 1, perUser: 2);
        var (user, other) = (await UserAsync(), await UserAsync("other"));
        var first = await other.SubmitAsync(Plan().With("Transcribe", "hang", true));
        await other.WaitForStageAsync(first, "Transcribe");
        var plan = Plan().With("Separate", "busy", true).With("Separate", "times", 2).With("Transcribe", "exit", 1).With("Transcribe", "times", 1);
        var id = await user.SubmitAsync(plan, ("review", "true"));
        await user.WaitForStateAsync(id, null, "QueuedGpu");
        // The state is there before the semaphore has answered.
        var waiting = await Eventually.GetAsync(
            "the wait is told", async () => Entries(await TimelineAsync(user, id), "Waiting").SingleOrDefault(e => e["taken"] is not null), TimeSpan.FromSeconds(30));
        Assert.Equal(("default", 1, 0), (Text(waiting, "pool"), waiting["taken"]!.GetValue<int>(), waiting["others"]!.GetValue<int>()));
        Assert.Null(waiting["endedAt"]);
        await Admin.CancelAsync(first);
        await user.WaitForStateAsync(id, null, "AwaitingReview");
        Assert.Null(Entries(await TimelineAsync(user, id), "Review").Single()["endedAt"]);
        await user.PostAsync($"/api/jobs/{id}/approve");
        await user.WaitForEndAsync(id);

        var timeline = await TimelineAsync(user, id);
        Assert.Equal("Granted", Text(Entries(timeline, "Waiting").First(), "outcome"));
        Assert.Equal((2, "gpu_busy", "Separate"), (Entries(timeline, "Busy").Single()["count"]!.GetValue<int>(), Text(Entries(timeline, "Busy").Single(), "code"), Text(Entries(timeline, "Busy").Single(), "stage")));
        var transcribe = Entries(timeline, "Stage").Where(e => Text(e, "stage") == "Transcribe").ToList();
        Assert.Equal([("Failed", "engine_failed"), ("Completed", null)], transcribe.Select(e => (Text(e, "outcome")!, Text(e, "code"))));
        Assert.Single(Entries(timeline, "Pause"));
        var review = Entries(timeline, "Review").Single();
        Assert.Equal(("Approved", "Owner", user.UserId), (Text(review, "outcome"), Text(review["by"]!, "role"), Text(review["by"]!, "userId")));
        Assert.Equal(4, Entries(timeline, "Slot").Count());
        Assert.All(timeline["entries"]!.AsArray(), e => Assert.NotNull(e!["endedAt"]));
        Assert.Equal("Ended", Text(timeline["entries"]!.AsArray()[^1]!, "kind"));
        var times = timeline["times"]!;
        Assert.True(times["waiting"]!.GetValue<double>() > 0 && times["review"]!.GetValue<double>() > 0 && times["retrying"]!.GetValue<double>() > 0, times.ToJsonString());

        // Whose the slot was is not told; who cancelled is told to operators alone.
        Assert.DoesNotContain(other.UserId, timeline.ToJsonString(), StringComparison.Ordinal);
        var cancel = Entries(await TimelineAsync(other, first), "Cancel").Single();
        Assert.Equal(("Operator", null), (Text(cancel["by"]!, "role"), Text(cancel["by"]!, "userId")));
        Assert.Equal(Admin.UserId, Text(Entries(await TimelineAsync(Admin, first), "Cancel").Single()["by"]!, "userId"));
        Assert.Equal(404, (await user.GetAsync($"/api/jobs/{first}/timeline")).Status);
    }

    [Fact]
    public async Task Pages_are_the_whole_and_a_deleted_job_has_none()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan());
        await user.WaitForEndAsync(id);
        var whole = (await TimelineAsync(user, id))["entries"]!.AsArray();

        var pages = new List<JsonNode>();
        for (var next = ""; next is not null;)
        {
            var page = (await user.GetAsync($"/api/jobs/{id}/timeline?limit=4&after={next}")).Json;
            pages.AddRange(page["entries"]!.AsArray().Select(e => e!));
            next = Text(page, "next");
        }

        Assert.Equal(whole.Select(e => e!.ToJsonString()), pages.Select(e => e.ToJsonString()));
        Assert.Equal(400, (await user.GetAsync($"/api/jobs/{id}/timeline?after=x")).Status);
        await user.DeleteAsync($"/api/jobs/{id}");
        Assert.Equal(404, (await user.GetAsync($"/api/jobs/{id}/timeline")).Status);
    }

    private static async Task<JsonNode> TimelineAsync(ServiceCaller caller, string id)
    {
        var answer = await caller.GetAsync($"/api/jobs/{id}/timeline");
        return answer.Status == 200 ? answer.Json : throw new InvalidOperationException($"{answer.Status} {answer.Body}");
    }

    private static IEnumerable<JsonNode> Entries(JsonNode timeline, string kind) => timeline["entries"]!.AsArray().Where(e => Text(e!, "kind") == kind).Select(e => e!);

    private static string? Text(JsonNode node, string member) => node[member]?.GetValue<string>();
}
