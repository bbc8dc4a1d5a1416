using System.Globalization;
using System.Text.Json.Nodes;
using TransVox.LocalHost;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>The one-machine host on a storage emulator, each a process of its own.</summary>
internal sealed class ServiceUnderLoad : IAsyncDisposable
{
    private readonly AzuriteServer _azurite;

    private ServiceUnderLoad(AzuriteServer azurite, LocalHostProcess host)
    {
        _azurite = azurite;
        Host = host;
        Admin = new ServiceCaller(host.Url, "operator", admin: true);
    }

    public LocalHostProcess Host { get; }

    public ServiceCaller Admin { get; }

    /// <param name="settings">Configuration keys; without any the engines are the fake ones.</param>
    public static async Task<ServiceUnderLoad> StartAsync(params (string Key, string Value)[] settings)
    {
        // On disk, as it is where the service runs.
        var azurite = await AzuriteServer.StartOnDiskAsync();
        // The product's intervals, which tests shorten.
        var usual = new LocalHostOptions();
        var host = new LocalHostProcess(azurite.ConnectionString, new Dictionary<string, string>(settings.ToDictionary(s => s.Key, s => s.Value))
        {
            ["local_host:blob_poll_seconds"] = usual.BlobPollSeconds.ToString(CultureInfo.InvariantCulture),
            ["local_host:maintenance_seconds"] = usual.MaintenanceSeconds.ToString(CultureInfo.InvariantCulture),
        });
        try
        {
            await host.StartAsync();
            return new ServiceUnderLoad(azurite, host);
        }
        catch
        {
            await host.DisposeAsync();
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>The answer to a request that must succeed.</summary>
    public static async Task<JsonNode> SuccessAsync(Task<ServiceAnswer> request)
    {
        var answer = await request;
        return answer.Status is >= 200 and < 300
            ? answer.Json
            : throw new InvalidOperationException($"The service answered {answer.Status}: {answer.Body}");
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Host.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}
