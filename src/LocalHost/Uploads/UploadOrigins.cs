using TransVox.Orchestration.Storage;

namespace TransVox.LocalHost.Uploads;

/// <summary>The web page uploads large videos to the storage itself, so its policy must name the storage.</summary>
internal static class UploadOrigins
{
    private const string Key = "api:upload_origins:0";

    /// <summary>Allows the storage's origin, unless the configuration says something else. Without a storage there is nothing to allow.</summary>
    public static void AllowStorage(ConfigurationManager configuration)
    {
        if (configuration[Key] is null && !string.IsNullOrEmpty(configuration["AzureWebJobsStorage"]))
            configuration[Key] = BlobServiceClients.Create(configuration).Uri.GetLeftPart(UriPartial.Authority);
    }
}
