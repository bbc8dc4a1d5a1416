using System.Net;
using TransVox.Api.Tests.Support;
using TransVox.Orchestration.Jobs;
using Xunit;

namespace TransVox.Api.Tests;

public sealed class TimelineTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task It_is_for_the_owner_and_administrators_and_does_not_exist_for_others()
    {
        var job = await SubmitAsync();
        var path = $"api/jobs/{job.Id}/timeline";

        var own = await (await GetAsync(path, "ada")).ReadAsync<JobTimeline>();
        Assert.Equal((job.Id, TimelineKind.Submitted), (own.JobId, Assert.Single(own.Entries).Kind));
        await (await GetAsync(path, "bob")).ReadProblemAsync(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        Assert.Equal(job.Id, (await (await GetAsync(path, "root", admin: true)).ReadAsync<JobTimeline>()).JobId);
        await (await GetAsync("api/jobs/ada.nothing/timeline", "ada")).ReadProblemAsync(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        await (await GetAsync("api/jobs/..%2f..%2fx/timeline", "ada")).ReadProblemAsync(HttpStatusCode.NotFound, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Pages_are_asked_for_with_bounds()
    {
        var job = await SubmitAsync();
        await GetAsync($"api/jobs/{job.Id}/timeline?after=12&limit=500", "ada");
        Assert.Equal(("12", 500), _server.Jobs.Paged);
        await GetAsync($"api/jobs/{job.Id}/timeline", "ada");
        Assert.Equal((null, 200), _server.Jobs.Paged);
        foreach (var limit in new[] { "0", "501", "x" })
            await (await GetAsync($"api/jobs/{job.Id}/timeline?limit={limit}", "ada")).ReadProblemAsync(HttpStatusCode.BadRequest, ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task A_history_that_is_not_kept_any_more_is_gone()
    {
        var job = await SubmitAsync();
        _server.Jobs.Failure = new RequestException(ErrorCodes.HistoryGone, "Not kept any more.");
        await (await GetAsync($"api/jobs/{job.Id}/timeline", "ada")).ReadProblemAsync(HttpStatusCode.Gone, ErrorCodes.HistoryGone);
    }

    private async Task<JobView> SubmitAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = Forms.Video(), Headers = { { "X-Dev-User", "ada" } } };
        return await (await _server.Client.SendAsync(request)).ReadJobAsync();
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string user, bool admin = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Dev-User", user }, { "X-Dev-Admin", admin ? "true" : "false" } } };
        return await _server.Client.SendAsync(request);
    }
}
