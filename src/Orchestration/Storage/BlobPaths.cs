namespace TransVox.Orchestration.Storage;

/// <summary>Where things are. Every part that is put in was validated before.</summary>
public static class BlobPaths
{
    // In the system container.
    public const string Limits = "limits.json";
    public const string FileLimits = "limits-file.json";
    public const string Sample = "sample.json";
    public const string AuditPrefix = "audit/";
    public const string QuarantinePrefix = "quarantine/";
    public const string StopPrefix = "stop/";
    public const string ProgressPrefix = "progress/";
    public const string FetchPrefix = "fetch/";
    public const string IdempotencyPrefix = "idempotency/";
    public const string DeletedPrefix = "deleted/";
    public const string DeliveriesPrefix = "deliveries/";
    public const string ErasingPrefix = "erasing/";
    public const string HeldPrefix = "held/";

    public static string Stop(string jobId) => $"{StopPrefix}{jobId}";

    public static string Progress(string jobId) => $"{ProgressPrefix}{jobId}.json";

    public static string Fetch(string jobId) => $"{FetchPrefix}{jobId}.json";

    public static string Quarantine(string jobId) => $"{QuarantinePrefix}{jobId}.json";

    public static string Deleted(string jobId) => $"{DeletedPrefix}{jobId}.json";

    public static string Held(string jobId) => $"{HeldPrefix}{jobId}.json";

    public static string Usage(string userId) => $"usage/{userId}.json";

    public static string Glossary(string userId) => $"glossary/{userId}.json";

    public static string Erasing(string userId) => $"{ErasingPrefix}{userId}.json";

    public static string Webhooks(string userId) => $"webhooks/{userId}.json";

    public static string DeliveriesOf(string userId) => $"{DeliveriesPrefix}{userId}/";

    public static string DeliveriesOf(string userId, string webhookId) => $"{DeliveriesPrefix}{userId}/{webhookId}/";

    public static string Delivery(string userId, string webhookId, string deliveryId) => $"{DeliveriesPrefix}{userId}/{webhookId}/{deliveryId}.json";

    public static string Idempotency(string userId, string keyHash) => $"{IdempotencyPrefix}{userId}/{keyHash}.json";

    /// <summary>What the names of a user's documents in the system container begin with, but for the markers of stops.</summary>
    public static IReadOnlyList<string> OfUser(string userId) =>
    [
        Usage(userId), Glossary(userId), Webhooks(userId), DeliveriesOf(userId), $"{IdempotencyPrefix}{userId}/",
        $"{ProgressPrefix}{userId}.", $"{FetchPrefix}{userId}.", $"{QuarantinePrefix}{userId}.", $"{DeletedPrefix}{userId}.", $"{HeldPrefix}{userId}.",
    ];

    // In the work container.
    public static string StagePrefix(string userId, string key) => $"{userId}/{key}/";

    public static string Manifest(string userId, string key) => $"{userId}/{key}/manifest.json";

    public static string StageFile(string userId, string key, string attempt, string name) => $"{userId}/{key}/{attempt}/{name}";

    public static string Provided(string userId, string sha256, string name) => $"{userId}/provided/{sha256}/{name}";

    public static string Review(string userId, string jobId) => $"{userId}/review/{jobId}.json";

    // In the input container.
    public static string Upload(string userId, string jobId, string fileName) => $"{userId}/{jobId}/{FileNames.ToSafe(fileName)}";

    // In the output container.
    public static string OutputPrefix(string userId, string jobId) => $"{userId}/{jobId}/";

    public static string Output(string userId, string jobId, string fileName, string name) =>
        $"{userId}/{jobId}/{FileNames.StemOf(fileName)}/{name}";
}
