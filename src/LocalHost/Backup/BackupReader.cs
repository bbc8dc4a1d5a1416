using TransVox.Orchestration.Storage;

namespace TransVox.LocalHost.Backup;

/// <summary>Restores a backup into a folder that has no service yet. Every file is compared with the manifest before the first one is in its place.</summary>
internal static class BackupReader
{
    /// <exception cref="BackupException">Why not; the folder is then as it was.</exception>
    public static async Task<BackupManifest> RestoreAsync(string backup, string data, CancellationToken cancellationToken)
    {
        var manifest = await BackupManifest.ReadAsync(backup, cancellationToken);
        foreach (var taken in new[] { BackupWriter.Store, BackupWriter.Emulator, BackupWriter.Configuration })
        {
            if (Path.Exists(Path.Combine(data, taken)))
                throw new BackupException($"'{data}' holds a service already ('{taken}'). Restore into an empty folder (TRANSVOX_DATA).");
        }

        var part = Path.Combine(data, "restore.tmp");
        try
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
            foreach (var file in manifest.Files)
                await CopyAsync(backup, part, file, cancellationToken);
            // The store last: without it there is no service.
            foreach (var name in Directory.EnumerateFileSystemEntries(part).Select(entry => Path.GetFileName(entry)!).OrderBy(name => name == BackupWriter.Store))
                Directory.Move(Path.Combine(part, name), Path.Combine(data, name));
            return manifest;
        }
        finally
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
        }
    }

    private static async Task CopyAsync(string backup, string part, BackupFile file, CancellationToken cancellationToken)
    {
        var (source, target) = (Path.Combine(backup, file.Path), Path.GetFullPath(Path.Combine(part, file.Path)));
        if (!target.StartsWith(Path.GetFullPath(part) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new BackupException($"The backup names a file outside of it: '{file.Path}'.");
        if (!File.Exists(source))
            throw new BackupException($"The backup is not whole: '{file.Path}' is missing.");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var content = File.OpenRead(source);
        if (await HashedFile.SaveAsync(content, target, cancellationToken) != (file.Sha256, file.Bytes))
            throw new BackupException($"The backup is damaged: '{file.Path}' is not what was written (SHA-256).");
    }
}
