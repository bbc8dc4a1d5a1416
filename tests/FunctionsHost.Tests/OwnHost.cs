namespace TransVox.Conformance;

/// <summary>The host that the suite tests here.</summary>
internal static class OwnHost
{
    /// <summary>One instance of the published Functions app with a storage of its own; not started.</summary>
    public static async Task<(AzuriteServer Storage, ServiceProcess Host)> CreateAsync()
    {
        var azurite = await AzuriteServer.StartAllAsync();
        return (azurite, new FunctionsHostProcess(azurite.ConnectionString));
    }
}
