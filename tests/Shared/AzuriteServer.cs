using System.Net.Sockets;
using Azure.Storage.Blobs;

namespace TransVox.TestKit;

/// <summary>A real Azurite on free ports of 127.0.0.1: the blob service, or all three. What it holds is in memory unless a folder is named.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    public const string AccountName = "devstoreaccount1";

    /// <summary>The emulator's well-known key; not a secret.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly string[] InMemory = ["--inMemoryPersistence"];

    private readonly RunningProgram _program;
    private TemporaryFolder? _folder;

    private AzuriteServer(RunningProgram program, int port, string connectionString)
    {
        (_program, Port) = (program, port);
        ConnectionString = connectionString;
    }

    public int Port { get; }

    public string ConnectionString { get; }

    /// <summary>The requests so far, of a server that logs them.</summary>
    public IReadOnlyList<StorageRequest> Requests => StorageRequest.ReadLog(_program.Output);

    public BlobServiceClient CreateClient() => new(ConnectionString);

    /// <summary>A connection string to the emulator's account behind another port (a proxy's).</summary>
    public static string ConnectionStringFor(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{port}/{AccountName};";

    /// <summary>The blob service.</summary>
    /// <param name="location">Folder of its data, which outlives it; null for one that does not.</param>
    public static Task<AzuriteServer> StartAsync(string? location = null)
    {
        var port = FreePort.Next();
        string[] kept = location is null ? InMemory : ["--location", Directory.CreateDirectory(location).FullName];
        return StartAsync("blob/main.js", ["--blobHost", "127.0.0.1", "--blobPort", $"{port}", .. kept], port, ConnectionStringFor(port));
    }

    /// <summary>The blob service with its data on disk, gone with it: where there is too much for memory, or to be like the service's own.</summary>
    public static Task<AzuriteServer> StartOnDiskAsync() => WithFolderAsync(StartAsync);

    /// <summary>
    /// Blobs, queues and tables, which a task hub needs, with its data on disk, gone with it: queues in memory stop it for seconds each minute,
    /// when it removes the messages that were deleted, one by one.
    /// </summary>
    /// <param name="log">Whether it logs its requests.</param>
    public static Task<AzuriteServer> StartAllAsync(bool log = false)
    {
        var (blob, queue, table) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        return WithFolderAsync(folder => StartAsync(
            "azurite.js",
            [
                "--blobHost", "127.0.0.1", "--blobPort", $"{blob}", "--queueHost", "127.0.0.1", "--queuePort", $"{queue}",
                "--tableHost", "127.0.0.1", "--tablePort", $"{table}", "--location", folder,
            ],
            table,
            $"{ConnectionStringFor(blob)}QueueEndpoint=http://127.0.0.1:{queue}/{AccountName};TableEndpoint=http://127.0.0.1:{table}/{AccountName};",
            log));
    }

    private static async Task<AzuriteServer> WithFolderAsync(Func<string, Task<AzuriteServer>> startAsync)
    {
        var folder = new TemporaryFolder();
        try
        {
            var server = await startAsync(folder.Path);
            server._folder = folder;
            return server;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static async Task<AzuriteServer> StartAsync(string script, string[] options, int port, string connectionString, bool log = false)
    {
        var path = Path.Combine(RepositoryPaths.Root, "node_modules", "azurite", "dist", "src", script);
        if (!File.Exists(path))
            throw new FileNotFoundException("Azurite is not installed; run 'npm ci' in the repository's root.", path);
        var program = RunningProgram.Start("node", [path, .. options, "--skipApiVersionCheck", "--disableTelemetry", .. log ? Array.Empty<string>() : ["--silent"]]);
        try
        {
            await Eventually.IsTrueAsync("Azurite listens", () => AnswersAsync(program, port), TimeSpan.FromSeconds(60));
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }

        return new AzuriteServer(program, port, connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder?.Dispose();
    }

    private static async Task<bool> AnswersAsync(RunningProgram program, int port)
    {
        if (program.HasEnded)
            throw new InvalidOperationException($"Azurite ended: {program.Output}{program.Errors}");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
