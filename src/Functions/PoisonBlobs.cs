using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration;
using TransVox.Orchestration.Storage;

namespace TransVox.Functions;

/// <summary>
/// Records uploads that the blob trigger gave up: a blob under <c>poison/</c> of the system container for whoever looks for the
/// video, and an error in the log, which raises an alert. Recording twice overwrites.
/// </summary>
public sealed class PoisonBlobs(BlobAreas areas, TimeProvider time, ILogger<PoisonBlobs> logger)
{
    public const string Prefix = "poison/";

    /// <summary>Records one message of the poison queue; whatever it holds, it is kept.</summary>
    public async Task RecordAsync(string message, CancellationToken cancellationToken)
    {
        var path = PathOf(message) ?? "(unknown)";
        var record = new PoisonRecord(path, time.GetUtcNow(), message);
        var name = Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)))[..32] + ".json";
        await areas.System.GetBlobClient(name).UploadAsync(
            BinaryData.FromObjectAsJson(record, DurableJson.Options), overwrite: true, cancellationToken);
        FunctionsLog.PoisonBlob(logger, path, name);
    }

    /// <summary>Container and name of the blob, or null when the message names none. Pure.</summary>
    public static string? PathOf(string message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("ContainerName", out var container)
                && json.RootElement.TryGetProperty("BlobName", out var blob)
                ? $"{container.GetString()}/{blob.GetString()}"
                : null;
        }
        catch (JsonException)
        {
            // Not a message of the trigger: the record keeps it as it is.
            return null;
        }
    }
}
