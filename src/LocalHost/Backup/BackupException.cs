namespace TransVox.LocalHost.Backup;

/// <summary>No backup was made, or nothing was restored; the message says why.</summary>
internal sealed class BackupException(string message, Exception? innerException = null) : Exception(message, innerException);
