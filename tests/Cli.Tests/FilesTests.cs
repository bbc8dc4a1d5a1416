using Microsoft.AspNetCore.Http;

namespace TransVox.Cli.Tests;

public sealed class FilesTests : CliTest
{
    private const string Outputs = "\"outputs\":[{\"name\":\"dubbed.mp4\",\"size\":10,\"contentType\":\"video/mp4\",\"url\":\"/a\"},{\"name\":\"subtitles.es.srt\",\"size\":4,\"contentType\":\"text/plain\",\"url\":\"/b\"}]";

    [Fact]
    public async Task All_files_are_downloaded_and_named_in_json()
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", Outputs));
        Server.On("GET /api/jobs/j1/files/dubbed.mp4", (context, _) => context.Response.WriteAsync("0123456789"));
        Server.On("GET /api/jobs/j1/files/subtitles.es.srt", (context, _) => context.Response.WriteAsync("hola"));

        var result = await RunAsync("files", "j1", "--out", "got", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, Json(result.Output).GetProperty("downloaded").GetArrayLength());
        Assert.Equal("0123456789", await File.ReadAllTextAsync(Folder.File("got/dubbed.mp4")));
        Assert.Equal("hola", await File.ReadAllTextAsync(Folder.File("got/subtitles.es.srt")));
        Assert.Equal(2, Directory.GetFiles(Folder.File("got")).Length);
    }

    [Fact]
    public async Task An_interrupted_download_goes_on_behind_its_last_byte()
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", Outputs));
        Server.On("GET /api/jobs/j1/files/dubbed.mp4", async (context, request) =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            if (request.Header("Range") is { } range)
            {
                Assert.Equal("bytes=4-", range);
                Assert.Equal("\"v1\"", request.Header("If-Range"));
                context.Response.StatusCode = 206;
                await context.Response.WriteAsync("456789");
                return;
            }

            // Fewer bytes than announced: the server closes the connection.
            context.Response.ContentLength = 10;
            await context.Response.WriteAsync("0123");
        });

        var first = await RunAsync("files", "j1", "dubbed.mp4", "--out", "got");
        Assert.Equal(5, first.ExitCode);
        Assert.False(File.Exists(Folder.File("got/dubbed.mp4")));
        Assert.Equal("0123", await File.ReadAllTextAsync(Folder.File("got/dubbed.mp4.part")));

        var second = await RunAsync("files", "j1", "dubbed.mp4", "--out", "got");

        Assert.Equal(0, second.ExitCode);
        Assert.Equal("0123456789", await File.ReadAllTextAsync(Folder.File("got/dubbed.mp4")));
        Assert.Single(Directory.GetFiles(Folder.File("got")));
    }

    [Fact]
    public async Task A_part_of_another_version_is_thrown_away()
    {
        Folder.Write("got/dubbed.mp4.part", "old!");
        Folder.Write("got/dubbed.mp4.part.etag", "\"v0\"");
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", Outputs));
        Server.On("GET /api/jobs/j1/files/dubbed.mp4", (context, _) => context.Response.WriteAsync("0123456789"));

        var result = await RunAsync("files", "j1", "dubbed.mp4", "--out", "got");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("0123456789", await File.ReadAllTextAsync(Folder.File("got/dubbed.mp4")));
    }

    [Theory]
    [InlineData("../escaped.txt")]
    [InlineData("/tmp/transvox-escaped.txt")]
    [InlineData("a/../../escaped.txt")]
    public async Task A_name_that_leaves_the_folder_is_refused(string name)
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", $"\"outputs\":[{{\"name\":\"{name}\",\"size\":1,\"contentType\":\"x\",\"url\":\"/a\"}}]"));

        var result = await RunAsync("files", "j1", "--out", "got");

        Assert.Equal(70, result.ExitCode);
        Assert.Single(Server.Requests);
        Assert.False(File.Exists(Folder.File("escaped.txt")) || File.Exists("/tmp/transvox-escaped.txt"));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_exit_code_3_and_names_those_that_are()
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", Outputs));

        var result = await RunAsync("files", "j1", "stems.zip");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("dubbed.mp4, subtitles.es.srt", result.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_downloads_nothing()
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", Outputs));

        var result = await RunAsync("files", "j1", "--list");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("subtitles.es.srt", result.Output, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }
}
