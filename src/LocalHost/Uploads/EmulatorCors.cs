using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace TransVox.LocalHost.Uploads;

/// <summary>
/// Lets pages upload to the storage emulator: it refuses browsers until it has a CORS rule. A real account has its rules from whoever
/// deployed it, so it is left alone. What protects an upload is its link, not the page's origin.
/// </summary>
internal sealed class EmulatorCors(BlobServiceClient storage) : IHostedService
{
    private const string EmulatorAccount = "devstoreaccount1";
    private const int HourInSeconds = 3600;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (storage.AccountName != EmulatorAccount)
            return;
        BlobServiceProperties properties = await storage.GetPropertiesAsync(cancellationToken);
        if (properties.Cors is { Count: > 0 })
            return;
        properties.Cors =
        [
            new BlobCorsRule { AllowedOrigins = "*", AllowedMethods = "PUT", AllowedHeaders = "*", ExposedHeaders = "x-ms-*", MaxAgeInSeconds = HourInSeconds },
        ];
        await storage.SetPropertiesAsync(properties, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
