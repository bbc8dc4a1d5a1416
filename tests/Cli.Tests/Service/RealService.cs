namespace TransVox.Cli.Tests.Service;

/// <summary>The real one-machine host with the fake engines on a storage of its own, for all tests that drive the client against it.</summary>
public sealed class RealService : IAsyncLifetime
{
    private AzuriteServer? _storage;
    private LocalHostProcess? _host;

    public string Url => Host.Url;

    private LocalHostProcess Host => _host ?? throw new InvalidOperationException("Not started yet.");

    public async Task InitializeAsync()
    {
        _storage = await AzuriteServer.StartAsync();
        _host = new LocalHostProcess(_storage.ConnectionString, new Dictionary<string, string>
        {
            ["concurrency:max_global_jobs"] = "4",
            ["concurrency:max_jobs_per_user"] = "4",
        });
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
    }
}
