using Microsoft.AspNetCore.Http;

namespace TransVox.Cli.Tests;

public sealed class SampleCommandTests : CliTest
{
    private const string Outputs = "\"outputs\":[{\"name\":\"dubbed.mp4\",\"size\":4,\"contentType\":\"video/mp4\",\"url\":\"/api/sample/files/dubbed.mp4\"}]";

    [Fact]
    public async Task The_sample_is_shown_and_downloaded_with_its_video()
    {
        Arrange();

        var shown = await RunAsync("sample", "--json");
        var table = await RunAsync("sample");
        var got = await RunAsync("sample", "--out", "got", "--json");

        Assert.Equal("s1", Json(shown.Output).GetProperty("id").GetString());
        Assert.Contains("en → es", table.Output, StringComparison.Ordinal);
        Assert.True(got.ExitCode == 0, got.Errors);
        Assert.Equal(2, Json(got.Output).GetProperty("downloaded").GetArrayLength());
        Assert.Equal("hola", await File.ReadAllTextAsync(Folder.File("got/dubbed.mp4")));
        Assert.Equal("hello", await File.ReadAllTextAsync(Folder.File("got/talk.mp4")));
    }

    [Fact]
    public async Task It_is_dubbed_as_a_job_of_the_caller_with_its_name_and_languages()
    {
        Arrange();
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));

        var result = await RunAsync("sample", "dub", "--json");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal("j1", Json(result.Output).GetProperty("jobs")[0].GetProperty("job").GetProperty("id").GetString());
        var form = Assert.Single(Server.RequestsTo("POST /api/jobs")).Text;
        Assert.Contains("talk.mp4", form, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nhello\r\n", form, StringComparison.Ordinal);
        Assert.Matches("name=\"?targetLanguage\"?\r\n\r\nes\r\n", form);
        Assert.Matches("name=\"?sourceLanguage\"?\r\n\r\nen\r\n", form);
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("sample", "dub")]
    [InlineData("sample", "--out", "got")]
    public async Task A_service_without_one_says_so(params string[] arguments)
    {
        Server.OnProblem("GET /api/sample", 404, "not_found", "This service has no sample to show.");

        var result = await RunAsync(arguments);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("no sample to show", result.Errors, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    private void Arrange()
    {
        Server.OnJson("GET /api/sample", 200, Job("s1", "Completed", Outputs));
        Server.On("GET /api/sample/source", (context, _) => context.Response.WriteAsync("hello"));
        Server.On("GET /api/sample/files/dubbed.mp4", (context, _) => context.Response.WriteAsync("hola"));
    }
}
