using System.Globalization;
using System.Text.Json;
using DurableTask.Sqlite;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Storage;

namespace TransVox.LocalHost.Backup;

/// <summary><c>backup FOLDER</c>, while the host runs or not, and <c>restore FOLDER</c>.</summary>
internal static class BackupCommands
{
    private const string Usage = "Usage: transvox-host backup FOLDER | restore FOLDER";
    private const string Marker = "backup.json";

    /// <summary>Runs the command; the exit code is 0, 1 when it failed, 2 for bad usage.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        var file = HostConfiguration.AddTransVoxFile(configuration, Directory.GetCurrentDirectory());
        var (_, data) = HostSetup.UseDataDirectory(configuration);
        try
        {
            switch (args)
            {
                case ["backup", var target]:
                    var made = await BackupAsync(configuration, file, data, Path.GetFullPath(target));
                    await output.WriteLineAsync($"{target}: {Size(made)}, as of {made.MadeAt:u}");
                    return 0;
                case ["restore", var backup]:
                    var restored = await BackupReader.RestoreAsync(Path.GetFullPath(backup), data, CancellationToken.None);
                    await output.WriteLineAsync($"{data}: {Size(restored)}, as of {restored.MadeAt:u}. Its configuration is {Path.Combine(data, BackupWriter.Configuration)}, which the host reads where TRANSVOX_CONFIG names it.");
                    return 0;
                default:
                    await errors.WriteLineAsync(Usage);
                    return 2;
            }
        }
        catch (Exception e) when (e is BackupException or DurableStoreException or IOException or UnauthorizedAccessException or Azure.RequestFailedException or AggregateException)
        {
            await errors.WriteLineAsync($"transvox-host: {e.Message}");
            return 1;
        }
    }

    private static async Task<BackupManifest> BackupAsync(IConfiguration configuration, string file, string data, string target)
    {
        // Held while it is written, so that no host starts in the middle of it.
        using var stopped = SqliteStore.TryLock(Path.Combine(data, BackupWriter.Store));
        return await new BackupWriter(data, file, stopped is null ? cancellation => MarkAsync(configuration, cancellation) : null, TimeProvider.System)
            .WriteAsync(target, CancellationToken.None);
    }

    private static async Task<string> MarkAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration["AzureWebJobsStorage"] is not { Length: > 0 })
            throw new BackupException("The service runs, so AzureWebJobsStorage has to name its storage emulator, which is asked to write down everything.");
        var system = BlobServiceClients.Create(configuration).GetBlobContainerClient(
            configuration["storage:system_container"] ?? new StorageOptions().SystemContainer);
        var content = JsonSerializer.SerializeToUtf8Bytes(new { at = TimeProvider.System.GetUtcNow() });
        var answer = await system.GetBlobClient(Marker).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken);
        return answer.Value.ETag.ToString().Trim('"');
    }

    private static string Size(BackupManifest manifest) => string.Create(
        CultureInfo.InvariantCulture, $"{manifest.Files.Count} files, {manifest.Files.Sum(file => file.Bytes) / 1e6:0.0} MB");
}
