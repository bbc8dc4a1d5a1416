namespace TransVox.Conformance;

public sealed class IdempotencyTests(ServiceFixture service) : ConformanceTest(service)
{
    [SkippableFact]
    public async Task A_hundred_identical_submissions_at_once_are_one_job()
    {
        var log = NeedLog();
        var user = await UserAsync();
        var plan = Plan();
        var video = plan.ToBytes();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => user.TrySubmitAsync(video, "same.mp4", "key-1")));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        var id = Assert.Single(answers.Select(answer => answer.Json["id"]!.GetValue<string>()).Distinct());
        await user.WaitForEndAsync(id);
        Assert.Equal(8, log.Runs().Count(run => run.Plan == plan.Id));
        Assert.Single((await user.GetAsync("/api/jobs")).Json["jobs"]!.AsArray());
    }

    [Fact]
    public async Task The_same_key_for_something_else_is_refused_and_for_another_user_it_is_another_key()
    {
        var (user, other) = (await UserAsync("a"), await UserAsync("b"));
        var (video, another) = (Plan().ToBytes(), Plan().ToBytes());
        var first = await user.TrySubmitAsync(video, "same.mp4", "key-1");

        var language = await user.TrySubmitAsync(video, "same.mp4", "key-1", ("targetLanguage", "ca"));
        var content = await user.TrySubmitAsync(another, "same.mp4", "key-1");
        var again = await user.TrySubmitAsync(video, "same.mp4", "key-1");
        var foreign = await other.TrySubmitAsync(another, "same.mp4", "key-1");

        Assert.Equal((422, "idempotency_mismatch"), (language.Status, language.Code));
        Assert.Equal((422, "idempotency_mismatch"), (content.Status, content.Code));
        Assert.Equal(first.Json["id"]!.GetValue<string>(), again.Json["id"]!.GetValue<string>());
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Equal(202, foreign.Status);
        Assert.NotEqual(first.Json["id"]!.GetValue<string>(), foreign.Json["id"]!.GetValue<string>());
    }
}
