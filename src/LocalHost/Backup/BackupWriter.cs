using DurableTask.Sqlite;
using TransVox.Orchestration.Storage;

namespace TransVox.LocalHost.Backup;

/// <summary>
/// Writes a backup of a one-machine host. The store goes first and the blobs after it: whatever a job in the store refers to was in storage before
/// the store knew of it. What blobs tell of later moments is what a host finds that starts again after a crash.
/// </summary>
/// <param name="data">The host's folder.</param>
/// <param name="configuration">Its <c>transvox.json</c>.</param>
/// <param name="mark">Writes something to storage and returns what is then to be found in the emulator's catalog; null where no host runs.</param>
/// <param name="time">Clock.</param>
internal sealed class BackupWriter(string data, string configuration, Func<CancellationToken, Task<string>>? mark, TimeProvider time)
{
    public const string Store = "durable.db";
    public const string Emulator = "azurite";
    public const string Configuration = HostConfiguration.FileName;

    /// <summary>Writes a backup into a folder that does not exist yet.</summary>
    /// <exception cref="BackupException">Why there is none; nothing is left of it.</exception>
    public async Task<BackupManifest> WriteAsync(string target, CancellationToken cancellationToken)
    {
        var emulator = Path.Combine(data, Emulator);
        if (!File.Exists(Path.Combine(data, Store)))
            throw new BackupException($"There is no service in '{data}': it has no {Store}.");
        if (!Directory.Exists(emulator))
            throw new BackupException($"There is no storage emulator in '{emulator}'. What is in a storage account is backed up by the account's own means.");
        if (Path.Exists(target))
            throw new BackupException($"'{target}' exists. A backup is a new folder.");
        var (part, frozen) = (target + ".part", Path.Combine(data, "backup.tmp"));
        try
        {
            Remove(part);
            Remove(frozen);
            Directory.CreateDirectory(part);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var madeAt = time.GetUtcNow();
            var schema = SqliteStore.Copy(Path.Combine(data, Store), Path.Combine(part, Store));
            await new EmulatorFolder(emulator, time).FreezeAsync(frozen, mark is null ? null : await mark(cancellationToken), cancellationToken);
            foreach (var file in Directory.EnumerateFiles(frozen, "*", SearchOption.AllDirectories))
                Copy(file, Path.Combine(part, Emulator, Path.GetRelativePath(frozen, file)));
            Copy(configuration, Path.Combine(part, Configuration));

            var files = new List<BackupFile>();
            foreach (var file in Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                files.Add(new BackupFile(Path.GetRelativePath(part, file).Replace('\\', '/'), new FileInfo(file).Length, await HashedFile.HashAsync(file, cancellationToken)));
            var manifest = BackupManifest.Of(schema, madeAt, files);
            await manifest.WriteAsync(part, cancellationToken);
            Directory.Move(part, target);
            return manifest;
        }
        finally
        {
            Remove(part);
            Remove(frozen);
        }
    }

    private static void Copy(string file, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
