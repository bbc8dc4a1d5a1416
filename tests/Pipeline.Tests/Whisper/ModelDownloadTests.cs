using System.Security.Cryptography;
using TransVox.Pipeline.Tests.Support;
using TransVox.Pipeline.Whisper;

namespace TransVox.Pipeline.Tests.Whisper;

/// <summary>Models come over HTTP from a server on this machine.</summary>
public sealed class ModelDownloadTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(1_500_000);
    private readonly TempDirectory _directory = new();
    private readonly HttpClient _http = new();

    private ModelStore Store => new(_directory.File("models"));

    [Fact]
    public async Task A_model_is_downloaded_checked_and_there()
    {
        await using var server = new FileServer(Content);
        var model = Model(server);
        var progress = new List<long>();

        await PullAsync(model, progress);

        Assert.True(Store.Has(model));
        Assert.Equal(Content, File.ReadAllBytes(Store.PathOf(model)));
        Assert.Equal(["ggml-test.bin"], Directory.GetFiles(Store.Folder).Select(Path.GetFileName));
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(Content.Length, progress[^1]);
        await PullAsync(model);
        Assert.Single(server.Ranges);
    }

    [Fact]
    public async Task A_download_that_broke_off_is_gone_on_with()
    {
        await using var server = new FileServer(Content) { BreakAfter = 700_000 };
        var model = Model(server);

        var e = await Assert.ThrowsAsync<ModelException>(() => PullAsync(model));

        Assert.Contains("Run the same command again; it goes on where it stopped.", e.Message, StringComparison.Ordinal);
        Assert.False(Store.Has(model));
        Assert.False(File.Exists(Store.PathOf(model)));
        var part = Store.PartBytes(model);
        Assert.InRange(part, 1, 700_000);
        await PullAsync(model);
        Assert.Equal(["", $"bytes={part}-"], server.Ranges);
        Assert.Equal(Content, File.ReadAllBytes(Store.PathOf(model)));
    }

    [Fact]
    public async Task A_server_that_cannot_go_on_sends_all_of_it_again()
    {
        await using var server = new FileServer(Content) { BreakAfter = 700_000, KnowsRanges = false };
        var model = Model(server);
        await Assert.ThrowsAsync<ModelException>(() => PullAsync(model));

        await PullAsync(model);

        Assert.Equal(Content, File.ReadAllBytes(Store.PathOf(model)));
    }

    [Fact]
    public async Task A_file_with_another_hash_is_thrown_away()
    {
        await using var server = new FileServer(Content);
        var model = Model(server) with { Sha256 = new string('0', 64) };

        var e = await Assert.ThrowsAsync<ModelException>(() => PullAsync(model));

        Assert.Contains($"its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData(Content))}, not 0000", e.Message, StringComparison.Ordinal);
        Assert.Equal((false, 0), (File.Exists(Store.PathOf(model)), Store.PartBytes(model)));
    }

    [Fact]
    public async Task More_bytes_than_the_catalogue_says_are_refused()
    {
        await using var server = new FileServer(Content);

        var e = await Assert.ThrowsAsync<ModelException>(() => PullAsync(Model(server) with { Bytes = 1_000_000 }));

        Assert.Contains("sends more than the 1000000 bytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "does not exist (any more)")]
    [InlineData(503, "answered 503")]
    public async Task A_refusal_says_what_to_do(int status, string message)
    {
        await using var server = new FileServer(Content) { Status = status };

        var e = await Assert.ThrowsAsync<ModelException>(() => PullAsync(Model(server)));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_no_stack_trace()
    {
        var server = new FileServer(Content);
        var model = Model(server);
        await server.DisposeAsync();

        var e = await Assert.ThrowsAsync<ModelException>(() => PullAsync(model));

        Assert.Contains("interrupted", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_before_a_byte_is_fetched()
    {
        await using var server = new FileServer(Content);

        var e = await Assert.ThrowsAsync<ModelException>(() => PullAsync(Model(server) with { Bytes = long.MaxValue / 4 }));

        Assert.Contains("are free. Make room, or choose a smaller model.", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Ranges);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_told()
    {
        await using var server = new FileServer(Content);
        File.WriteAllText(Store.Folder, "a file where the folder should be");

        var e = await Assert.ThrowsAsync<ModelException>(() => PullAsync(Model(server)));

        Assert.Contains("cannot be written to", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_can_be_removed()
    {
        await using var server = new FileServer(Content);
        var model = Model(server);
        await PullAsync(model);

        Assert.True(Store.Remove(model));
        Assert.False(Store.Remove(model));
        Assert.False(Store.Has(model));
    }

    [Fact]
    public void The_catalogue_names_every_model_once_and_whole()
    {
        Assert.Equal(ModelCatalogue.All.Count, ModelCatalogue.All.Select(model => model.Name).Distinct().Count());
        Assert.All(ModelCatalogue.All, model =>
        {
            Assert.Matches("^[0-9a-f]{64}$", model.Sha256);
            Assert.Equal($"ggml-{model.Name}.bin", Path.GetFileName(model.Address.AbsolutePath));
            Assert.Equal("https", model.Address.Scheme);
            Assert.InRange(model.Bytes, 10_000_000, 4_000_000_000);
            Assert.NotEqual("", model.License);
        });
    }

    public void Dispose()
    {
        _http.Dispose();
        _directory.Dispose();
    }

    private static WhisperModel Model(FileServer server) =>
        new("test", server.Address, Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), "MIT", "99", "");

    private Task PullAsync(WhisperModel model, List<long>? progress = null) =>
        new ModelDownload(_http, Store).RunAsync(model, new Told(progress ?? []), CancellationToken.None);

    private sealed class Told(List<long> values) : IProgress<long>
    {
        public void Report(long value) => values.Add(value);
    }
}
