using Azure.Storage.Blobs;

namespace TransVox.Conformance;

/// <summary>
/// The service under test: the one that <c>TRANSVOX_URL</c> and <c>AzureWebJobsStorage</c> name, which must run the fake engines, or
/// else a host of this repository with an Azurite of its own.
/// </summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private readonly string? _remote = Environment.GetEnvironmentVariable("TRANSVOX_URL");
    private readonly string? _adminKey = Environment.GetEnvironmentVariable("TRANSVOX_ADMIN_KEY");
    private readonly Dictionary<string, string> _keys = [];
    private AzuriteServer? _azurite;
    private ServiceProcess? _host;
    private string _storage = "";
    private JsonNode? _limits;

    public bool IsRemote => _remote is not null;

    public string Url => _remote ?? _host!.Url;

    /// <summary>The log of the fake engines; null when the service runs where it cannot be read.</summary>
    public FakeToolLog? Log { get; private set; }

    public string ConnectionString => _storage;

    public BlobServiceClient Storage => new(_storage);

    public async Task InitializeAsync()
    {
        if (_remote is null)
        {
            (_azurite, _host) = await OwnHost.CreateAsync();
            _storage = _azurite.ConnectionString;
            await _host.StartAsync();
            Log = _host.Log;
        }
        else
        {
            _storage = Environment.GetEnvironmentVariable("AzureWebJobsStorage")
                ?? throw new InvalidOperationException("TRANSVOX_URL needs AzureWebJobsStorage: the suite uploads blobs too.");
            if (Environment.GetEnvironmentVariable("FAKETOOL_LOG") is { Length: > 0 } log)
                Log = new FakeToolLog(log);
        }

        using var admin = await AdminAsync();
        _limits = (await admin.GetAsync("/api/admin/limits")).Json;
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    public Task<ServiceCaller> AdminAsync() => Task.FromResult(new ServiceCaller(Url, "conformance-admin", _adminKey, admin: true));

    /// <summary>A user; where keys are needed, one is made for it.</summary>
    public async Task<ServiceCaller> CallerAsync(string userId)
    {
        if (_adminKey is null)
            return new ServiceCaller(Url, userId);
        if (!_keys.TryGetValue(userId, out var key))
        {
            using var admin = await AdminAsync();
            var made = await admin.PostAsync("/api/admin/keys", new { userId, admin = false, note = "conformance" });
            _keys[userId] = key = made.Json["key"]!.GetValue<string>();
        }

        return new ServiceCaller(Url, userId, key);
    }

    /// <summary>Sets limits, the others as they were at the start.</summary>
    public async Task SetLimitsAsync(Action<JsonObject> change)
    {
        using var admin = await AdminAsync();
        var limits = _limits!.DeepClone().AsObject();
        change(limits);
        // Nobody else administers this service while the suite runs, so the latest version is ours.
        var current = await admin.GetAsync("/api/admin/limits");
        limits["version"] = current.Json["version"]!.DeepClone();
        try
        {
            var answer = await admin.PutAsync("/api/admin/limits", limits, ("If-Match", current.Header("ETag") ?? "*"));
            if (answer.Status != 200)
                throw new InvalidOperationException($"Limits were not taken: {answer.Status} {answer.Body}");
        }
        catch (TaskCanceledException e)
        {
            // They are answered when every semaphore has them: the host knows which did not.
            throw new TimeoutException($"Limits were not in force in time. The host wrote:\n{_host?.Output}", e);
        }
    }
}
