namespace TransVox.Conformance;

/// <summary>The host that the suite tests when it is not told of another.</summary>
internal static class OwnHost
{
    /// <summary>The one-machine host with a storage of its own; not started.</summary>
    public static async Task<(AzuriteServer Storage, ServiceProcess Host)> CreateAsync()
    {
        var azurite = await AzuriteServer.StartAsync();
        return (azurite, new LocalHostProcess(azurite.ConnectionString));
    }
}
