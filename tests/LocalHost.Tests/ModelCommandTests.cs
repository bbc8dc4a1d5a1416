using System.Net;
using TransVox.Pipeline.Whisper;
using TransVox.TestKit;

namespace TransVox.LocalHost.Tests;

/// <summary><c>transvox models</c>, as an operator types it.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private ModelStore Store => new(_folder.File("models"));

    [Fact]
    public async Task The_list_says_what_there_is_and_what_is_here()
    {
        Put("tiny", 77_691_713);
        Put("base.part", 100_000_000);

        Assert.Equal(0, await RunAsync("list"));

        var lines = _output.ToString().Split('\n');
        Assert.Contains(lines, line => line.Contains("tiny", StringComparison.Ordinal) && line.Contains("78 MB", StringComparison.Ordinal) && line.Contains("here", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("base ", StringComparison.Ordinal) && line.Contains("100 MB of it", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("large-v3-turbo-q5_0", StringComparison.Ordinal) && line.Contains("99 languages", StringComparison.Ordinal) && line.Contains("MIT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_here_is_not_fetched_again_and_can_be_removed()
    {
        Put("tiny", 77_691_713);

        Assert.Equal(0, await RunAsync("pull", "tiny"));
        Assert.Equal(0, await RunAsync("remove", "tiny"));
        Assert.Equal(0, await RunAsync("remove", "tiny"));

        Assert.Equal(["tiny is here already.", "tiny was removed.", "tiny is not here."], _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(Directory.GetFiles(Store.Folder));
    }

    [Theory]
    [InlineData(2, "There is no model 'huge'. Models: tiny, base", "pull", "huge")]
    [InlineData(2, "is not the address of a folder", "pull", "tiny", "--from", "models")]
    [InlineData(2, "Usage: transvox models list", "pull")]
    [InlineData(2, "Usage: transvox models list")]
    public async Task Mistakes_are_told(int code, string message, params string[] args)
    {
        Assert.Equal(code, await RunAsync(args));
        Assert.Contains(message, _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_is_asked_and_not_believed()
    {
        var port = FreePort.Next();
        using var mirror = new HttpListener();
        mirror.Prefixes.Add($"http://127.0.0.1:{port}/");
        mirror.Start();
        var asked = AnswerAsync(mirror);
        Put("tiny.part", 77_691_703);

        var code = await RunAsync("pull", "tiny", "--from", $"http://127.0.0.1:{port}/whisper");

        Assert.Equal("/whisper/ggml-tiny.bin", await asked);
        Assert.Equal(1, code);
        Assert.Contains("What was downloaded is not 'tiny': its SHA-256 is", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("100 %", _output.ToString(), StringComparison.Ordinal);
        Assert.False(Store.Has(ModelCatalogue.Find("tiny")!));
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ten bytes that are the rest of some other file.</summary>
    private static async Task<string> AnswerAsync(HttpListener mirror)
    {
        var context = await mirror.GetContextAsync();
        context.Response.StatusCode = 206;
        context.Response.Headers["Content-Range"] = "bytes 77691703-77691712/77691713";
        context.Response.ContentLength64 = 10;
        await context.Response.OutputStream.WriteAsync(new byte[10]);
        context.Response.Close();
        return context.Request.Url!.AbsolutePath;
    }

    /// <summary>A file of the right size; its content nobody reads.</summary>
    private void Put(string name, long bytes)
    {
        Directory.CreateDirectory(Store.Folder);
        var (model, part) = name.EndsWith(".part", StringComparison.Ordinal) ? (name[..^5], ".part") : (name, "");
        using var file = File.Create(Path.Combine(Store.Folder, $"ggml-{model}.bin{part}"));
        file.SetLength(bytes);
    }

    private Task<int> RunAsync(params string[] args) =>
        new ModelCommands(Store, _http, _output, _errors, interactive: false).RunAsync(args, CancellationToken.None);
}
