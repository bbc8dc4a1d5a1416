using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TransVox.Api.Endpoints;
using TransVox.Api.Results;
using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Downloads: ranges, names, and nothing that a browser would run.</summary>
public sealed class FileTests : IAsyncLifetime
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("0123456789abcdefghij");
    private ApiServer _server = null!;
    private MemoryJob _job = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServer.StartAsync();
        _job = _server.Jobs[(await (await _server.Client.PostAsync("api/jobs", Forms.Named("my \"talk\" \u4f60\r\nX: y.mp4", "0123456789abcdefghij"))).ReadJobAsync()).Id];
        _job.Files["dubbed.mp4"] = new MemoryFile(Content, "video/mp4");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("bytes=0-3", "0123", "bytes 0-3/20")]
    [InlineData("bytes=18-", "ij", "bytes 18-19/20")]
    [InlineData("bytes=-5", "fghij", "bytes 15-19/20")]
    [InlineData("bytes=10-999", "abcdefghij", "bytes 10-19/20")]
    public async Task A_range_is_a_part(string range, string expected, string contentRange)
    {
        using var response = await GetAsync("files/dubbed.mp4", ("Range", range));
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
        Assert.Equal(contentRange, response.Content.Headers.ContentRange!.ToString());
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
    }

    [Theory]
    [InlineData("bytes=20-")]
    [InlineData("bytes=500-600")]
    [InlineData("bytes=-0")]
    public async Task A_range_beyond_the_end_is_refused_with_the_size(string range)
    {
        using var response = await GetAsync("files/dubbed.mp4", ("Range", range));
        await response.ReadProblemAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "range_not_satisfiable");
        Assert.Equal("bytes */20", response.Content.Headers.ContentRange!.ToString());
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=0-1,4-5")]
    public async Task A_range_that_is_none_or_several_gets_the_whole_file(string range)
    {
        using var response = await GetAsync("files/dubbed.mp4", ("Range", range));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Content, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_range_of_another_version_gets_the_whole_file_and_the_same_version_is_not_sent_again()
    {
        using var first = await GetAsync("files/dubbed.mp4");
        var tag = first.Headers.ETag!.ToString();
        using (var same = await GetAsync("files/dubbed.mp4", ("Range", "bytes=0-1"), ("If-Range", tag)))
            Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        using (var other = await GetAsync("files/dubbed.mp4", ("Range", "bytes=30-"), ("If-Range", "\"other\"")))
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var unchanged = await GetAsync("files/dubbed.mp4", ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task HEAD_tells_the_size_and_sends_nothing()
    {
        using var response = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"api/jobs/{_job.View.Id}/files/dubbed.mp4"));
        Assert.Equal((HttpStatusCode.OK, 20L), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_name_cannot_end_the_header_and_arrives_whole()
    {
        using var response = await GetAsync("source?download=true");
        var raw = response.Content.Headers.GetValues("Content-Disposition").Single();
        Assert.DoesNotContain('\n', raw);
        Assert.False(response.Headers.Contains("X"));
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(_job.View.FileName, response.Content.Headers.ContentDisposition.FileNameStar);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    [InlineData("application/xhtml+xml")]
    [InlineData("text/javascript")]
    [InlineData("nonsense")]
    public async Task What_a_browser_could_run_is_only_ever_an_attachment(string type)
    {
        _job.SourceType = type;
        using var response = await GetAsync("source");
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("%2e%2e/%2e%2e/secret")]
    [InlineData("..\\..\\secret")]
    [InlineData("..%5c..%5csecret")]
    [InlineData("a%00.mp4")]
    [InlineData("%0d%0aX:%20y")]
    [InlineData("a//b")]
    [InlineData("./dubbed.mp4/../../../etc/passwd")]
    [InlineData("dubbed.mp4%20")]
    public async Task No_name_leads_out_of_the_jobs_files(string name)
    {
        using var connection = await _server.ConnectAsync();
        await connection.SendAsync($"GET /api/jobs/{_job.View.Id}/files/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        var answer = await connection.ReadToEndAsync();
        Assert.True(answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        Assert.DoesNotContain("\r\nX: y", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("a%2fb")]
    [InlineData("%20")]
    [InlineData("*")]
    [InlineData("'%20or%201=1")]
    public async Task No_job_id_is_more_than_an_id(string id)
    {
        foreach (var path in new[] { "", "/files/dubbed.mp4", "/source", "/events" })
        {
            using var connection = await _server.ConnectAsync();
            await connection.SendAsync($"GET /api/jobs/{id}{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            Assert.Contains("404 Not Found", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("dubbed.mp4", true)]
    [InlineData("talk/subtitles.es.srt", true)]
    [InlineData("..", false)]
    [InlineData("a/../b", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a/", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\nb", false)]
    [InlineData("", false)]
    public void Only_plain_relative_names_reach_the_service(string name, bool allowed) => Assert.Equal(allowed, FileEndpoints.IsRelativeName(name));

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("quote\"and\\.mp4")]
    [InlineData("\r\nSet-Cookie: a=b")]
    [InlineData("名前.mp4")]
    public void A_disposition_is_one_line_of_ASCII(string name)
    {
        var text = FileAnswer.Disposition("attachment", name);
        Assert.All(text, c => Assert.InRange(c, ' ', '~'));
        Assert.Equal(name, ContentDispositionHeaderValue.Parse(text).FileNameStar ?? ContentDispositionHeaderValue.Parse(text).FileName);
    }

    private Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"api/jobs/{_job.View.Id}/{path}");
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return _server.Client.SendAsync(request);
    }
}
