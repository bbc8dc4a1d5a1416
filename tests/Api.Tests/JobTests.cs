using System.Net;
using TransVox.Api.Tests.Support;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Jobs;
using Xunit;

namespace TransVox.Api.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_submitted_video_is_accepted_with_its_address_and_options()
    {
        var content = new byte[300_000];
        new Random(7).NextBytes(content);

        var response = await _server.Client.PostAsync("api/jobs", Forms.Video(
            "talk.mp4", content, ("targetLanguage", "ES"), ("subtitles", "hard"), ("output", "Dual"), ("speed", "1.25"), ("priority", "High"), ("review", "true"), ("voice", "v1")));

        var job = await response.ReadJobAsync();
        Assert.Equal($"/api/jobs/{job.Id}", response.Headers.Location!.ToString());
        Assert.Equal("dev", job.UserId);
        Assert.Equal(("en", "es", SubtitleMode.Hard, OutputKind.Dual, 1.25, "v1"), (job.Options.SourceLanguage, job.Options.TargetLanguage, job.Options.Subtitles, job.Options.Output, job.Options.Speed, job.Options.Voice));
        Assert.Equal((JobPriority.High, true), (job.Priority, job.Review));
        Assert.Equal(content, _server.Jobs[job.Id].Source);
        Assert.Equal(job.Id, (await (await _server.Client.GetAsync(response.Headers.Location)).ReadJobAsync(HttpStatusCode.OK)).Id);
    }

    [Fact]
    public async Task An_unchanged_job_is_not_sent_again()
    {
        var job = await (await _server.Client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync();
        var first = await _server.Client.GetAsync($"api/jobs/{job.Id}");
        var tag = first.Headers.ETag!.ToString();

        Assert.Equal(HttpStatusCode.NotModified, (await ConditionalAsync(job.Id, tag)).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await ConditionalAsync(job.Id, $"\"other\", W/{tag}")).StatusCode);
        _server.Jobs[job.Id].Update(v => v with { State = JobState.Running });
        Assert.Equal(HttpStatusCode.OK, (await ConditionalAsync(job.Id, tag)).StatusCode);
    }

    [Fact]
    public async Task Languages_and_voices_are_told_with_a_version_and_what_is_not_declared_is_left_out()
    {
        var first = await _server.Client.GetAsync("api/languages");

        Assert.Equal(
            """{"recognized":["en"],"pairs":[{"source":"en","targets":["es"]}],"targets":[{"language":"es","voices":["ana","luis"]}],"voiceVariants":[],"canChooseVoice":true,"canChooseSpeed":true,"leavesMachine":false}""",
            await first.Content.ReadAsStringAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, "api/languages") { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };
        Assert.Equal(HttpStatusCode.NotModified, (await _server.Client.SendAsync(again)).StatusCode);
        _server.Jobs.Languages = new LanguageCatalogue();
        Assert.Equal("""{"voiceVariants":[],"canChooseVoice":true,"canChooseSpeed":true,"leavesMachine":false}""", await _server.Client.GetStringAsync("api/languages"));
    }

    [Fact]
    public async Task The_job_of_a_key_is_found_by_its_owner_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = Forms.Video(), Headers = { { "Idempotency-Key", "a key&more" } } };
        var job = await (await _server.Client.SendAsync(request)).ReadJobAsync();

        Assert.Equal(job.Id, Assert.Single((await (await _server.Client.GetAsync("api/jobs?idempotencyKey=a%20key%26more")).ReadAsync<JobPage>()).Jobs).Id);
        Assert.Empty((await (await _server.Client.GetAsync("api/jobs?idempotencyKey=other")).ReadAsync<JobPage>()).Jobs);
        Assert.Equal(HttpStatusCode.BadRequest, (await _server.Client.GetAsync("api/jobs?idempotencyKey=")).StatusCode);
    }

    [Fact]
    public async Task Jobs_are_listed_in_pages_and_by_state()
    {
        for (var i = 0; i < 5; i++)
            await (await _server.Client.PostAsync("api/jobs", Forms.Video($"{i}.mp4"))).ReadJobAsync();
        var first = await (await _server.Client.GetAsync("api/jobs?limit=3")).ReadAsync<JobPage>();
        var second = await (await _server.Client.GetAsync($"api/jobs?limit=3&after={first.Next}")).ReadAsync<JobPage>();

        Assert.Equal(["4.mp4", "3.mp4", "2.mp4", "1.mp4", "0.mp4"], first.Jobs.Concat(second.Jobs).Select(j => j.FileName));
        Assert.Null(second.Next);
        _server.Jobs[first.Jobs[0].Id].Update(v => v with { State = JobState.Completed });
        Assert.Single((await (await _server.Client.GetAsync("api/jobs?state=Completed,failed")).ReadAsync<JobPage>()).Jobs);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("limit=1&limit=2")]
    [InlineData("state=Sleeping")]
    [InlineData("all=perhaps")]
    public async Task A_wrong_filter_is_refused(string query) =>
        await (await _server.Client.GetAsync($"api/jobs?{query}")).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

    [Fact]
    public async Task What_belongs_to_another_user_does_not_exist()
    {
        var job = await (await _server.CreateClient("ada").PostAsync("api/jobs", Forms.Video())).ReadJobAsync();
        var other = _server.CreateClient("eve");

        foreach (var path in new[] { "", "/events", "/source", "/subtitles", "/waveform", "/files/dubbed.mp4" })
            await (await other.GetAsync($"api/jobs/{job.Id}{path}")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        foreach (var action in new[] { "cancel", "retry", "approve" })
            await (await other.PostAsync($"api/jobs/{job.Id}/{action}", null)).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await other.DeleteAsync($"api/jobs/{job.Id}")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await (await other.GetAsync("api/jobs")).ReadAsync<JobPage>()).Jobs);
        await (await other.GetAsync("api/jobs?all=true")).ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await other.GetAsync("api/jobs?user=ada")).ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Single((await (await _server.CreateClient("root", admin: true).GetAsync("api/jobs?user=ada")).ReadAsync<JobPage>()).Jobs);
    }

    [Fact]
    public async Task A_deleted_job_is_gone()
    {
        var job = await (await _server.Client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync();
        var answer = await _server.Client.DeleteAsync($"api/jobs/{job.Id}");
        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        await (await _server.Client.DeleteAsync($"api/jobs/{job.Id}")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await _server.Client.GetAsync($"api/jobs/{job.Id}")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Cancel_and_retry_answer_with_the_job()
    {
        var job = await (await _server.Client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync();
        Assert.Equal(JobState.Cancelled, (await (await _server.Client.PostAsync($"api/jobs/{job.Id}/cancel", null)).ReadJobAsync()).State);
        Assert.Equal(JobState.Cancelled, (await (await _server.Client.PostAsync($"api/jobs/{job.Id}/cancel", null)).ReadJobAsync()).State);

        var retried = await _server.Client.PostJsonAsync($"api/jobs/{job.Id}/retry", new { fromStage = "Translate" });
        var again = await retried.ReadJobAsync();
        Assert.Equal((job.Id, Stage.Translate), (again.BasedOn, again.Stage));
        Assert.Equal($"/api/jobs/{again.Id}", retried.Headers.Location!.ToString());
        Assert.Equal(job.Id, (await (await _server.Client.PostAsync($"api/jobs/{job.Id}/retry", null)).ReadJobAsync()).BasedOn);

        _server.Jobs[again.Id].Update(v => v with { State = JobState.Completed });
        await (await _server.Client.PostAsync($"api/jobs/{again.Id}/cancel", null)).ReadProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_full_queue_says_when_to_come_back()
    {
        _server.Jobs.MaxQueueSize = 0;
        var response = await _server.Client.PostAsync("api/jobs", Forms.Video(content: new byte[4_000_000]));
        await response.ReadProblemAsync(HttpStatusCode.TooManyRequests, "queue_full");
        Assert.Equal(TimeSpan.FromSeconds(43), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_busy_user_hears_which_job_is_under_way()
    {
        _server.Jobs.RejectBusy = true;
        var job = await (await _server.Client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync();
        var problem = await (await _server.Client.PostAsync("api/jobs", Forms.Video())).ReadProblemAsync(HttpStatusCode.Conflict, "user_busy");
        Assert.Equal(job.Id, problem.ActiveJobId);
    }

    [Fact]
    public async Task An_idempotency_key_gives_the_same_answer_once()
    {
        var first = await (await SubmitAsync("k-1", "a.mp4")).ReadJobAsync();
        var replay = await SubmitAsync("k-1", "a.mp4");
        Assert.Equal(first.Id, (await replay.ReadJobAsync()).Id);
        Assert.Equal("true", replay.Headers.GetValues("Idempotency-Replayed").Single());
        await (await SubmitAsync("k-1", "b.mp4")).ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
        await (await SubmitAsync(new string('k', 201), "a.mp4")).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task An_uploaded_video_is_submitted_by_its_id()
    {
        var created = await _server.Client.PostJsonAsync("api/uploads", new { fileName = "big.mkv", size = 123_456 });
        var link = await created.ReadAsync<UploadLink>(HttpStatusCode.Created);
        var job = await (await _server.Client.PostJsonAsync("api/jobs", new { uploadId = link.UploadId, targetLanguage = "es", review = true, subtitleBytes = new byte[] { 0x63, 0x61, 0x66, 0xE9 } })).ReadJobAsync();
        Assert.Equal([0x63, 0x61, 0x66, 0xE9], _server.Jobs[job.Id].Command.Subtitles);
        Assert.True(job.Review);
        await (await _server.CreateClient("eve").PostJsonAsync("api/jobs", new { uploadId = link.UploadId, targetLanguage = "es" }))
            .ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Queue_and_me_answer_for_the_caller()
    {
        Assert.Equal(100, (await (await _server.Client.GetAsync("api/queue")).ReadAsync<QueueView>()).MaxQueueSize);
        var me = await (await _server.CreateClient("Ada Lovelace").GetAsync("api/me")).ReadAsync<MeView>();
        Assert.Equal((UserIds.FromPrincipal("Ada Lovelace"), "Ada Lovelace", false), (me.UserId, me.DisplayName, me.IsAdmin));
    }

    [Fact]
    public async Task A_forecast_is_asked_with_what_is_said_and_no_more()
    {
        Assert.Equal((3, 3), ((await (await _server.Client.GetAsync("api/queue/forecast")).ReadAsync<QueuePlace>()).Position, 3));
        Assert.Equal(new ForecastQuery(), _server.Jobs.Asked);
        await _server.Client.GetAsync("api/queue/forecast?seconds=600&priority=high&output=transcript&profile=fast&pool=big");
        Assert.Equal(new ForecastQuery(600, JobPriority.High, Pipeline.Stages.OutputKind.Transcript, "fast", "big"), _server.Jobs.Asked);
        foreach (var wrong in (string[])["seconds=0", "seconds=1e9", "seconds=86401", "priority=urgent", "output=hologram", "pool=a&pool=b"])
            await (await _server.Client.GetAsync("api/queue/forecast?" + wrong)).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    private Task<HttpResponseMessage> SubmitAsync(string key, string fileName)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = Forms.Video(fileName) };
        request.Headers.Add("Idempotency-Key", key);
        return _server.Client.SendAsync(request);
    }

    private Task<HttpResponseMessage> ConditionalAsync(string jobId, string ifNoneMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"api/jobs/{jobId}");
        Assert.True(request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch));
        return _server.Client.SendAsync(request);
    }
}
