namespace DurableTask.Sqlite.Store;

/// <summary>
/// Keeps a second host out of a store: an advisory lock on a file beside it, which the operating system releases when the
/// process dies, however it dies.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <exception cref="DurableStoreException">Another host has the store open.</exception>
    public static StoreLock Acquire(string storePath)
    {
        var path = storePath + ".lock";
        try
        {
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new DurableStoreException(
                $"The durable store '{storePath}' is in use by another host (lock file '{path}'). One store serves one host: stop the other one, or give this one its own store.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
