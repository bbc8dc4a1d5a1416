using System.Net.Sockets;
using Azure.Storage.Blobs;

namespace TransVox.TestKit;

/// <summary>A real Azurite (blob service only) on a free port of 127.0.0.1, its data in a temporary folder.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    public const string AccountName = "devstoreaccount1";

    /// <summary>The emulator's well-known key; not a secret.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TemporaryFolder _data;
    private readonly RunningProgram _program;

    private AzuriteServer(TemporaryFolder data, RunningProgram program, int port)
    {
        (_data, _program, Port) = (data, program, port);
        ConnectionString = ConnectionStringFor(port);
    }

    public int Port { get; }

    public string ConnectionString { get; }

    public BlobServiceClient CreateClient() => new(ConnectionString);

    /// <summary>A connection string to the emulator's account behind another port (a proxy's).</summary>
    public static string ConnectionStringFor(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{port}/{AccountName};";

    public static async Task<AzuriteServer> StartAsync()
    {
        var script = Path.Combine(RepositoryPaths.Root, "node_modules", "azurite", "dist", "src", "blob", "main.js");
        if (!File.Exists(script))
            throw new FileNotFoundException("Azurite is not installed; run 'npm ci' in the repository's root.", script);
        var data = new TemporaryFolder();
        var port = FreePort.Next();
        var program = RunningProgram.Start("node",
        [
            script, "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", data.Path, "--skipApiVersionCheck", "--disableTelemetry", "--silent",
        ]);
        try
        {
            await Eventually.IsTrueAsync("Azurite listens", () => AnswersAsync(program, port), TimeSpan.FromSeconds(60));
        }
        catch
        {
            await program.DisposeAsync();
            data.Dispose();
            throw;
        }

        return new AzuriteServer(data, program, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _data.Dispose();
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
