namespace TransVox.Conformance;

public sealed class IsolationTests(ServiceFixture service) : ConformanceTest(service)
{
    [Fact]
    public async Task What_belongs_to_another_user_does_not_exist()
    {
        var (owner, other) = (await UserAsync("owner"), await UserAsync("other"));
        var done = await owner.SubmitAsync(Plan());
        var reviewed = await owner.SubmitAsync(Plan(), ("review", "true"));
        await owner.WaitForEndAsync(done);
        await owner.WaitForStateAsync(reviewed, null, "AwaitingReview");
        var cues = (await owner.GetAsync($"/api/jobs/{reviewed}/subtitles")).Json["cues"]!.DeepClone();
        var body = new JsonObject { ["cues"] = cues };

        foreach (var id in (string[])[done, reviewed])
        {
            var unknown = id[..^6] + "zzzzzz";
            foreach (var path in (string[])["", "/events", "/files/dubbed.mp4", "/source", "/subtitles"])
                await AssertSameAsUnknownAsync(other.GetAsync($"/api/jobs/{id}{path}"), other.GetAsync($"/api/jobs/{unknown}{path}"));
            await AssertSameAsUnknownAsync(other.CancelAsync(id), other.CancelAsync(unknown));
            await AssertSameAsUnknownAsync(other.PostAsync($"/api/jobs/{id}/retry"), other.PostAsync($"/api/jobs/{unknown}/retry"));
            await AssertSameAsUnknownAsync(other.PostAsync($"/api/jobs/{id}/approve"), other.PostAsync($"/api/jobs/{unknown}/approve"));
            await AssertSameAsUnknownAsync(other.PostAsync($"/api/jobs/{id}/revise", body), other.PostAsync($"/api/jobs/{unknown}/revise", body));
            await AssertSameAsUnknownAsync(
                other.PutAsync($"/api/jobs/{id}/subtitles", body, ("If-Match", "*")),
                other.PutAsync($"/api/jobs/{unknown}/subtitles", body, ("If-Match", "*")));
        }

        Assert.Empty((await other.GetAsync("/api/jobs")).Json["jobs"]!.AsArray());
        Assert.Equal("AwaitingReview", StateOf(await owner.JobAsync(reviewed)));
    }

    [Theory]
    [InlineData("GET", "/api/admin/limits")]
    [InlineData("PUT", "/api/admin/limits")]
    [InlineData("PUT", "/api/admin/users/x")]
    [InlineData("DELETE", "/api/admin/users/x")]
    [InlineData("POST", "/api/admin/pools/default/pause")]
    [InlineData("GET", "/api/admin/quarantine")]
    [InlineData("GET", "/api/admin/audit")]
    [InlineData("POST", "/api/admin/reap")]
    [InlineData("GET", "/api/admin/keys")]
    [InlineData("POST", "/api/admin/keys")]
    [InlineData("GET", "/api/jobs?all=true")]
    [InlineData("GET", "/api/jobs?user=somebody")]
    public async Task Administration_is_for_administrators(string method, string path)
    {
        var user = await UserAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "PUT" or "POST")
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        var answer = await user.SendAsync(request);

        Assert.Equal((403, "forbidden"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("/api/jobs/nonsense")]
    [InlineData("/api/jobs/..%2f..%2fetc")]
    [InlineData("/api/jobs/%00")]
    [InlineData("/api/nothing")]
    public async Task What_does_not_exist_is_404_with_problem_details(string path)
    {
        var user = await UserAsync();

        var answer = await user.GetAsync(path);

        Assert.InRange(answer.Status, 400, 404);
        if (!path.Contains("%00", StringComparison.Ordinal))
            Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }

    private static async Task AssertSameAsUnknownAsync(Task<ServiceAnswer> foreign, Task<ServiceAnswer> unknown)
    {
        var (a, b) = (await foreign, await unknown);
        Assert.Equal((404, "not_found"), (a.Status, a.Code));
        Assert.Equal((b.Status, b.Code, b.Json["detail"]?.ToString().Length), (a.Status, a.Code, a.Json["detail"]?.ToString().Length));
    }
}
