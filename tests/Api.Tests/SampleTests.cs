using System.Net;
using System.Text;
using TransVox.Api.Tests.Support;
using TransVox.Orchestration.Jobs;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>The sample over HTTP: the same for every user, and nothing but it.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Without_one_there_is_nothing()
    {
        await using var server = await ApiServer.StartAsync();
        foreach (var path in new[] { "api/sample", "api/sample/source", "api/sample/files/dubbed.mp4" })
            await (await server.Client.GetAsync(path)).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Every_user_plays_it_by_ranges_and_downloads_it()
    {
        await using var server = await WithSampleAsync();
        foreach (var user in new[] { "ada", "eve" })
        {
            using var client = server.CreateClient(user);
            var sample = await (await client.GetAsync("api/sample")).ReadAsync<JobView>();
            Assert.Equal(("hello-en.mp4", "_sample"), (sample.FileName, sample.UserId));
            Assert.Equal("hello", await client.GetStringAsync("api/sample/source"));
            using var range = new HttpRequestMessage(HttpMethod.Get, "api/sample/files/dubbed.mp4") { Headers = { Range = new(1, 2) } };
            using var part = await client.SendAsync(range);
            Assert.Equal((HttpStatusCode.PartialContent, "ol", "video/mp4"), (part.StatusCode, await part.Content.ReadAsStringAsync(), part.Content.Headers.ContentType!.ToString()));
            using var download = await client.GetAsync("api/sample/source?download=true");
            Assert.Equal(("attachment", "hello-en.mp4"), (download.Content.Headers.ContentDisposition!.DispositionType, download.Content.Headers.ContentDisposition.FileNameStar));
        }

        using var unchanged = new HttpRequestMessage(HttpMethod.Get, "api/sample");
        unchanged.Headers.TryAddWithoutValidation("If-None-Match", (await server.Client.GetAsync("api/sample")).Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, (await server.Client.SendAsync(unchanged)).StatusCode);
    }

    [Theory]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("a//b")]
    [InlineData("job.json")]
    public async Task No_other_file_is_reached_by_its_address(string name)
    {
        await using var server = await WithSampleAsync();
        await (await server.Client.GetAsync($"api/sample/files/{name}")).ReadProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task An_identity_that_says_it_is_the_samples_owner_is_another_user()
    {
        await using var server = await WithSampleAsync();
        using var pretender = server.CreateClient(UserIds.Sample);
        Assert.NotEqual(UserIds.Sample, (await (await pretender.GetAsync("api/me")).ReadAsync<MeView>()).UserId);
        using var admin = server.CreateClient("root", admin: true);
        await (await admin.PostJsonAsync("api/admin/keys", new { userId = UserIds.Sample, note = "" })).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        await (await admin.PostJsonAsync($"api/admin/users/{UserIds.Sample}/erase", new { confirm = UserIds.Sample })).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        // Their operator may list its jobs.
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync($"api/jobs?user={UserIds.Sample}")).StatusCode);
    }

    private static async Task<ApiServer> WithSampleAsync()
    {
        var server = await ApiServer.StartAsync();
        var command = new SubmitCommand { FileName = "hello-en.mp4", Options = new() { TargetLanguage = "es" } };
        var job = server.Jobs.Add(new Caller(UserIds.Sample), command, Encoding.ASCII.GetBytes("hello"));
        job.Files["dubbed.mp4"] = new MemoryFile(Encoding.ASCII.GetBytes("hola!"), "video/mp4");
        server.Service<MemorySample>().Job = job;
        return server;
    }
}
