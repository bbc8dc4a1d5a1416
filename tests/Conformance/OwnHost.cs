namespace TransVox.Conformance;

/// <summary>The host that the suite tests when it is not told of another.</summary>
internal static class OwnHost
{
    /// <summary>Project of the host.</summary>
    public const string Project = "src/LocalHost";

    /// <summary>The one-machine host with a storage of its own; not started.</summary>
    public static async Task<(AzuriteServer Storage, ServiceProcess Host)> CreateAsync()
    {
        var azurite = await StartStorageAsync();
        return (azurite, new LocalHostProcess(azurite.ConnectionString));
    }

    public static Task<AzuriteServer> StartStorageAsync() => AzuriteServer.StartAsync();

    /// <summary>A build of it, the present one or that in a folder.</summary>
    public static ServiceProcess Create(AzuriteServer storage, IReadOnlyDictionary<string, string> settings, FakeEngines engines, string? app = null) =>
        new LocalHostProcess(storage.ConnectionString, settings, engines, app);
}
