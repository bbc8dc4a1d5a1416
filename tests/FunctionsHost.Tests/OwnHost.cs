namespace TransVox.Conformance;

/// <summary>The host that the suite tests here.</summary>
internal static class OwnHost
{
    /// <summary>Project of the app.</summary>
    public const string Project = "src/Functions";

    /// <summary>One instance of the published Functions app with a storage of its own; not started.</summary>
    public static async Task<(AzuriteServer Storage, ServiceProcess Host)> CreateAsync()
    {
        var azurite = await StartStorageAsync();
        return (azurite, new FunctionsHostProcess(azurite.ConnectionString));
    }

    public static Task<AzuriteServer> StartStorageAsync() => AzuriteServer.StartAllAsync();

    /// <summary>An instance of a build of it, the present one or that in a folder. What a killed one ran comes back within a minute.</summary>
    public static ServiceProcess Create(AzuriteServer storage, IReadOnlyDictionary<string, string> settings, FakeEngines engines, string? app = null)
    {
        var all = new Dictionary<string, string>(settings) { [FunctionsHostProcess.StorageProvider + "workItemQueueVisibilityTimeout"] = "00:01:00" };
        return new FunctionsHostProcess(storage.ConnectionString, all, engines, app);
    }
}
