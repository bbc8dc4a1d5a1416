using System.Net;
using System.Text;
using TransVox.Api.Tests.Support;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Jobs;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Review, glossary and administration.</summary>
public sealed class ReviewTests : IAsyncLifetime
{
    private ApiServer _server = null!;
    private string _path = "";

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _path = $"api/jobs/{(await (await _server.Client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync()).Id}";
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Of_two_editors_the_second_hears_that_the_first_was_faster()
    {
        var first = await _server.Client.GetAsync($"{_path}/subtitles");
        var tag = first.Headers.ETag!.ToString();
        var cues = (await first.ReadAsync<SubtitleDocument>()).Cues.Select(c => c with { Translation = "<script>alert(1)</script> 你好" }).ToList();

        var saved = await _server.Client.PutJsonAsync($"{_path}/subtitles", new { cues }, tag);
        Assert.Equal(cues[0].Translation, (await saved.ReadAsync<SubtitleDocument>()).Cues[0].Translation);
        Assert.NotEqual(tag, saved.Headers.ETag!.ToString());
        await (await _server.Client.PutJsonAsync($"{_path}/subtitles", new { cues }, tag)).ReadProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await (await _server.Client.PutJsonAsync($"{_path}/subtitles", new { cues })).ReadProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal(HttpStatusCode.OK, (await _server.Client.PutJsonAsync($"{_path}/subtitles", new { cues }, "*")).StatusCode);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("W/\"v1\"")]
    [InlineData("\"v1\", \"v2\"")]
    public async Task A_malformed_If_Match_is_refused(string ifMatch) =>
        await (await _server.Client.PutJsonAsync($"{_path}/subtitles", new { cues = Array.Empty<Cue>() }, ifMatch)).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

    [Fact]
    public async Task Wrong_cues_are_named_and_a_hundred_thousand_fit()
    {
        await (await _server.Client.PutJsonAsync($"{_path}/subtitles", new { cues = new[] { new Cue(0, 2, 1, "x") } }, "*")).ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid_subtitles");
        var many = Enumerable.Range(0, 100_000).Select(i => new Cue(i, i, i + 0.9, "some words here", "algunas palabras", 0.9, "S1")).ToList();
        Assert.Equal(100_000, (await (await _server.Client.PutJsonAsync($"{_path}/subtitles", new { cues = many }, "*")).ReadAsync<SubtitleDocument>()).Cues.Count);
        var body = new StringContent($"{{\"cues\":[{new string(' ', 50 << 20)}]}}", Encoding.UTF8, "application/json");
        var request = new HttpRequestMessage(HttpMethod.Put, $"{_path}/subtitles") { Content = body };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        request.Headers.ExpectContinue = true;
        await (await _server.Client.SendAsync(request)).ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task A_line_is_heard_by_its_owner_and_never_stored()
    {
        var heard = await _server.Client.PostJsonAsync($"{_path}/review/speak", new { cue = new Cue(0, 0, 1, "hello", "hola") });
        Assert.Equal((HttpStatusCode.OK, "audio/wav", "hola"), (heard.StatusCode, heard.Content.Headers.ContentType?.MediaType, await heard.Content.ReadAsStringAsync()));
        Assert.True(heard.Headers.CacheControl!.NoStore);

        var line = new { cue = new Cue(0, 0, 1, "a", "b") };
        await (await _server.CreateClient("eve").PostJsonAsync($"{_path}/review/speak", line)).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await _server.Client.PostJsonAsync($"{_path}/review/speak", new { })).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        _server.Jobs.Failure = new RequestException("gpu_busy", "A job has the device.", TimeSpan.FromSeconds(5));
        var busy = await _server.Client.PostJsonAsync($"{_path}/review/speak", line);
        Assert.Equal(TimeSpan.FromSeconds(5), busy.Headers.RetryAfter?.Delta);
        await busy.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "gpu_busy");
    }

    [Fact]
    public async Task The_shape_of_the_voice_is_data_with_a_version()
    {
        await (await _server.Client.GetAsync($"{_path}/waveform")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        _server.Jobs[_path.Split('/')[^1]].Files["waveform.dat"] = new MemoryFile([1, 2, 3], "application/octet-stream");
        var shape = await _server.Client.GetAsync($"{_path}/waveform");
        Assert.Equal([1, 2, 3], await shape.Content.ReadAsByteArrayAsync());
        var same = new HttpRequestMessage(HttpMethod.Get, $"{_path}/waveform");
        same.Headers.IfNoneMatch.Add(shape.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await _server.Client.SendAsync(same)).StatusCode);
    }

    [Fact]
    public async Task Approve_and_revise_go_on_with_the_job()
    {
        Assert.Equal(JobState.QueuedGpu, (await (await _server.Client.PostAsync($"{_path}/approve", null)).ReadJobAsync()).State);
        var stale = new HttpRequestMessage(HttpMethod.Post, $"{_path}/approve");
        stale.Headers.TryAddWithoutValidation("If-Match", "\"v7\"");
        await (await _server.Client.SendAsync(stale)).ReadProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        var revised = await _server.Client.PostJsonAsync($"{_path}/revise", new { cues = new[] { new Cue(0, 0, 1, "a", "b") } });
        Assert.EndsWith((await revised.ReadJobAsync()).BasedOn!, _path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_glossary_is_kept_for_its_user()
    {
        var terms = new[] { new GlossaryTerm("TransVox"), new GlossaryTerm("cue", "entrada") };
        await (await _server.Client.PutJsonAsync("api/glossary", terms)).ReadAsync<List<GlossaryTerm>>();
        Assert.Equal(terms, await (await _server.Client.GetAsync("api/glossary")).ReadAsync<List<GlossaryTerm>>());
        Assert.Empty(await (await _server.CreateClient("eve").GetAsync("api/glossary")).ReadAsync<List<GlossaryTerm>>());
        await (await _server.Client.PutAsync("api/glossary", new StringContent("[null]", Encoding.UTF8, "application/json"))).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Limits_change_with_their_version_and_leave_a_trace()
    {
        var root = _server.CreateClient("root", admin: true);
        var got = await root.GetAsync("api/admin/limits");
        var tag = got.Headers.ETag!.ToString();
        var limits = await got.ReadAsync<LiveLimits>();
        var changed = await (await root.PutJsonAsync("api/admin/limits", limits with { MaxGlobalJobs = 7 }, tag)).ReadAsync<LiveLimits>();
        Assert.Equal((7, limits.Version + 1), (changed.MaxGlobalJobs, changed.Version));
        await (await root.PutJsonAsync("api/admin/limits", limits, tag)).ReadProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await (await root.PutJsonAsync("api/admin/limits", new { maxGlobalJobs = 7 })).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

        Assert.Equal(2, (await (await root.PutJsonAsync("api/admin/users/ada", new UserLimits(2))).ReadAsync<LiveLimits>()).Users["ada"].MaxJobs);
        Assert.Empty((await (await root.DeleteAsync("api/admin/users/ada")).ReadAsync<LiveLimits>()).Users);
        await (await root.PutJsonAsync("api/admin/users/Ada%20X", new UserLimits(2))).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(3, (await (await root.GetAsync("api/admin/audit")).ReadAsync<List<AuditEntry>>()).Count);
    }

    [Fact]
    public async Task Pools_quarantine_and_reaper_answer_to_admins()
    {
        var root = _server.CreateClient("root", admin: true);
        foreach (var (action, mode) in new[] { ("pause", PoolMode.Paused), ("drain", PoolMode.Draining), ("resume", PoolMode.Active) })
            Assert.Equal(mode, (await (await root.PostAsync($"api/admin/pools/default/{action}", null)).ReadAsync<PoolView>()).Mode);
        await (await root.PostAsync("api/admin/pools/none/pause", null)).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");

        var jobId = _path.Split('/')[^1];
        _server.Admin.Quarantine(new QuarantineEntry(jobId, "dev", "a.mp4", default, "crashed"));
        Assert.Single(await (await root.GetAsync("api/admin/quarantine")).ReadAsync<List<QuarantineEntry>>());
        Assert.Equal(jobId, (await (await root.PostAsync($"api/admin/quarantine/{jobId}/release", null)).ReadJobAsync()).BasedOn);
        await (await root.PostAsync("api/admin/quarantine/dev.nothing/release", null)).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, (await (await root.PostAsync("api/admin/reap", null)).ReadAsync<ReapReport>()).LeasesChecked);
    }
}
