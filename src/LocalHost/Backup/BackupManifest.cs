using System.Text.Json;
using DurableTask.Sqlite;
using Microsoft.DurableTask.Abstractions;
using TransVox.Orchestration;

namespace TransVox.LocalHost.Backup;

/// <summary>What a backup holds. It is written last: without it there is no backup.</summary>
/// <param name="Format">Of the backup.</param>
/// <param name="Orchestrations">Version of the orchestrations in the store.</param>
/// <param name="StoreSchema">Schema of the store.</param>
/// <param name="MadeAt">When the store was copied: what happened later is not in it.</param>
/// <param name="Files">All files but this one.</param>
internal sealed record BackupManifest(int Format, string Orchestrations, int StoreSchema, DateTimeOffset MadeAt, IReadOnlyList<BackupFile> Files)
{
    public const string Name = "manifest.json";

    private const int CurrentFormat = 1;

    public static BackupManifest Of(int storeSchema, DateTimeOffset madeAt, IReadOnlyList<BackupFile> files) =>
        new(CurrentFormat, DurableTasks.Version, storeSchema, madeAt, files);

    public Task WriteAsync(string folder, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options), cancellationToken);

    /// <exception cref="BackupException">There is none, or it is of a newer release.</exception>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            throw new BackupException($"'{folder}' is no backup, or one that was cut off: it has no {Name}.");
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(path, cancellationToken), DurableJson.Options);
        }
        catch (JsonException e)
        {
            throw new BackupException($"'{path}' cannot be read: {e.Message}", e);
        }

        return manifest is { Format: CurrentFormat, Files: not null } && manifest.StoreSchema <= SqliteStore.SchemaVersion
            && TaskOrchestrationVersioningUtils.CompareVersions(manifest.Orchestrations, DurableTasks.Version) <= 0
            ? manifest
            : throw new BackupException(
                $"The backup is of another release (format {manifest?.Format}, store {manifest?.StoreSchema}, orchestrations {manifest?.Orchestrations}); this one "
                + $"restores format {CurrentFormat}, stores up to {SqliteStore.SchemaVersion} and orchestrations up to {DurableTasks.Version}. Restore it with the release that made it, or a later one.");
    }
}
