using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Storage;

/// <summary>
/// The storage account as Azure Functions names it: <c>AzureWebJobsStorage</c> is a connection string, or
/// <c>AzureWebJobsStorage__accountName</c> (or <c>__blobServiceUri</c>) names an account that the service's identity may use.
/// </summary>
public static class BlobServiceClients
{
    private const string Key = "AzureWebJobsStorage";
    private const string Emulator = "UseDevelopmentStorage=true";

    /// <exception cref="InvalidOperationException">Neither is configured.</exception>
    public static BlobServiceClient Create(IConfiguration configuration)
    {
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(10);
        if (configuration[Key] is { Length: > 0 } connection)
            return new BlobServiceClient(connection, options);
        if (configuration[$"{Key}:blobServiceUri"] is { Length: > 0 } uri)
            return new BlobServiceClient(new Uri(uri), CredentialOf(configuration), options);
        if (configuration[$"{Key}:accountName"] is { Length: > 0 } account)
            return new BlobServiceClient(new Uri($"https://{account}.blob.core.windows.net"), CredentialOf(configuration), options);
        throw new InvalidOperationException(
            $"No storage account is configured. Set '{Key}' to a connection string ('{Emulator}' for Azurite on its usual ports), or '{Key}__accountName' to the name of an account that this service's identity may use.");
    }

    private static DefaultAzureCredential CredentialOf(IConfiguration configuration)
    {
        var options = new DefaultAzureCredentialOptions();
        if (configuration[$"{Key}:clientId"] is { Length: > 0 } clientId)
            options.ManagedIdentityClientId = clientId;
        return new DefaultAzureCredential(options);
    }
}
