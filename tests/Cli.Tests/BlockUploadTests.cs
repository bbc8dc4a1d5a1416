using System.Text.RegularExpressions;

namespace TransVox.Cli.Tests;

/// <summary>Big files go in blocks to a storage link, and an interrupted upload goes on where it stopped.</summary>
public sealed class BlockUploadTests : CliTest
{
    private const int Block = 8 * 1024 * 1024;

    private readonly Dictionary<string, string?> _always = new() { ["TRANSVOX_BLOCK_UPLOAD_MB"] = "0", ["TRANSVOX_KEY"] = "tvk_secret" };
    private readonly Dictionary<string, byte[]> _staged = [];
    private byte[]? _committed;

    [Fact]
    public async Task A_big_file_arrives_block_by_block_and_becomes_a_job()
    {
        var (path, bytes) = BigFile();
        ServeStorage(failAtBlock: null);
        await File.WriteAllBytesAsync(Folder.File("own.srt"), [0x63, 0x61, 0x66, 0xE9]);

        var result = await RunWithAsync(_always, "submit", path, "--to", "es", "--review", "--speed", "1.5", "--subtitle-file", Folder.File("own.srt"));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(bytes, _committed);
        var submit = Json(Assert.Single(Server.RequestsTo("POST /api/jobs")).Text);
        Assert.Equal("u1", submit.GetProperty("uploadId").GetString());
        Assert.Equal("es", submit.GetProperty("targetLanguage").GetString());
        Assert.True(submit.GetProperty("review").GetBoolean());
        Assert.Equal(1.5, submit.GetProperty("speed").GetDouble());
        // JSON is text: what is not UTF-8 goes in base64.
        Assert.Equal([0x63, 0x61, 0x66, 0xE9], submit.GetProperty("subtitleBytes").GetBytesFromBase64());
        Assert.Equal(bytes.Length, Json(Assert.Single(Server.RequestsTo("POST /api/uploads")).Text).GetProperty("size").GetInt64());
        Assert.Empty(StateFiles());
    }

    [Fact]
    public async Task The_identity_is_not_sent_to_the_storage_link()
    {
        var (path, _) = BigFile();
        ServeStorage(failAtBlock: null);

        await RunWithAsync(_always, "submit", path, "--to", "es");

        Assert.Equal("Bearer tvk_secret", Assert.Single(Server.RequestsTo("POST /api/uploads")).Header("Authorization"));
        Assert.All(Server.RequestsTo("PUT /store/blob"), request =>
        {
            Assert.Null(request.Header("Authorization"));
            Assert.Contains("sig=abc", request.Query, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_interrupted_upload_goes_on_at_the_block_where_it_stopped()
    {
        var (path, bytes) = BigFile();
        ServeStorage(failAtBlock: 2);

        var interrupted = await RunWithAsync(_always, "submit", path, "--to", "es", "--retries", "1");

        Assert.NotEqual(0, interrupted.ExitCode);
        Assert.Equal(2, _staged.Count);
        var state = Assert.Single(StateFiles());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(state));

        var before = Server.RequestsTo("PUT /store/blob").Count;
        ServeStorage(failAtBlock: null);
        var resumed = await RunWithAsync(_always, "submit", path, "--to", "es");

        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(bytes, _committed);
        Assert.Single(Server.RequestsTo("POST /api/uploads"));
        // The third block and the list of blocks; not the two that were there already.
        Assert.Equal(2, Server.RequestsTo("PUT /store/blob").Count - before);
        Assert.Empty(StateFiles());
    }

    [Fact]
    public async Task A_link_that_is_no_longer_good_makes_the_upload_start_over()
    {
        var (path, bytes) = BigFile();
        ServeStorage(failAtBlock: 2);
        await RunWithAsync(_always, "submit", path, "--to", "es", "--retries", "0");
        var refused = false;
        ServeStorage(failAtBlock: null, refuseOnce: () => !refused && (refused = true));
        _staged.Clear();

        var result = await RunWithAsync(_always, "submit", path, "--to", "es");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(bytes, _committed);
        Assert.Equal(2, Server.RequestsTo("POST /api/uploads").Count);
    }

    [Theory]
    [InlineData("unsupported_pair", "From 'en' there is: es", "--to", "ja")]
    [InlineData("unsupported_language", "what can: en", "--to", "es", "--from", "fr")]
    [InlineData("unknown_voice", "Choose one of: ana", "--to", "es-mx", "--voice", "luis")]
    public async Task Nothing_is_sent_of_a_big_file_that_the_service_cannot_dub(string code, string named, params string[] options)
    {
        var (path, _) = BigFile();
        ServeStorage(failAtBlock: null);
        Server.OnJson("GET /api/languages", 200, """{"recognized":["en"],"pairs":[{"source":"en","targets":["es"]}],"targets":[{"language":"es","voices":["ana"]}],"voiceVariants":[],"canChooseVoice":true,"canChooseSpeed":true}""");

        var result = await RunWithAsync(_always, ["submit", path, .. options, "--json"]);

        Assert.Equal(2, result.ExitCode);
        var error = Json(result.Output).GetProperty("jobs")[0].GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(named, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(Server.RequestsTo("POST /api/uploads"));
    }

    [Fact]
    public async Task A_batch_asks_for_the_job_of_a_big_file_before_it_sends_it()
    {
        BigFile();
        Folder.Write("second.mp4", "x");
        ServeStorage(failAtBlock: null);
        Server.On("GET /api/jobs", (context, _) => ContractServer.WriteAsync(
            context, 200, context.Request.Query["idempotencyKey"].ToString().StartsWith("cli-", StringComparison.Ordinal) ? $$"""{"jobs":[{{Job("j0", "Completed")}}]}""" : "{}"));

        var result = await RunWithAsync(_always, "submit", Folder.Path, "--to", "es", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.All(Json(result.Output).GetProperty("jobs").EnumerateArray(), entry => Assert.Equal("j0", entry.GetProperty("job").GetProperty("id").GetString()));
        Assert.Empty(Server.RequestsTo("POST /api/uploads"));
        Assert.Equal(2, Server.RequestsTo("GET /api/jobs").DistinctBy(request => request.Query).Count());
    }

    private (string Path, byte[] Bytes) BigFile()
    {
        var bytes = new byte[(2 * Block) + 1234];
        new Random(1).NextBytes(bytes);
        var path = Folder.File("big.mp4");
        File.WriteAllBytes(path, bytes);
        return (path, bytes);
    }

    private string[] StateFiles()
    {
        var folder = Folder.File("cache/transvox/uploads");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    /// <summary>Put Block and Put Block List of Azure Blob Storage, as far as an upload needs them.</summary>
    private void ServeStorage(int? failAtBlock, Func<bool>? refuseOnce = null)
    {
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));
        Server.OnJson("POST /api/uploads", 201, $$"""{"uploadId":"u1","url":"{{Server.Url}}/store/blob?sv=1&sig=abc","expiresAt":"2099-01-01T00:00:00Z","maxBytes":99999999}""");
        Server.On("PUT /store/blob", async (context, request) =>
        {
            if (refuseOnce?.Invoke() == true)
            {
                context.Response.StatusCode = 403;
            }
            else if (context.Request.Query["comp"] == "blocklist")
            {
                _committed = [.. Regex.Matches(request.Text, "<Latest>(.*?)</Latest>").SelectMany(match => _staged[match.Groups[1].Value])];
                context.Response.StatusCode = 201;
            }
            else if (_staged.Count == failAtBlock)
            {
                context.Abort();
            }
            else
            {
                _staged[context.Request.Query["blockid"].ToString()] = request.Body;
                context.Response.StatusCode = 201;
            }

            await Task.CompletedTask;
        });
    }
}
