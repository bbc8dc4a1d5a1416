namespace TransVox.LocalHost.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Path">From the backup's folder, with slashes.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Hash, lower-case hexadecimal.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256);
