using TransVox.Orchestration.Configuration;

namespace TransVox.Orchestration.Storage;

/// <summary>
/// Directories on the local disk: one private directory per run of a stage, and the cache beside them on the same file system.
/// </summary>
public sealed class LocalWorkspace
{
    private readonly TimeProvider _time;
    private readonly string _runs;

    public LocalWorkspace(StorageOptions options, TimeProvider time)
    {
        _time = time;
        Root = options.LocalDirectory ?? Path.Combine(Path.GetTempPath(), "transvox");
        _runs = Path.Combine(Root, "runs");
        CacheDirectory = Path.Combine(Root, "cache");
        Directory.CreateDirectory(_runs);
        Directory.CreateDirectory(CacheDirectory);
    }

    public string Root { get; }

    public string CacheDirectory { get; }

    /// <summary>A new private directory; disposing removes it with all its content.</summary>
    public RunDirectory Open() => new(_runs, $"{Environment.ProcessId}-{Guid.CreateVersion7(_time.GetUtcNow()):n}");

    /// <summary>Removes what processes that are gone left behind.</summary>
    public int RemoveStale()
    {
        var removed = 0;
        foreach (var directory in Directory.EnumerateDirectories(_runs))
        {
            if (RunDirectory.IsOwned(directory))
                continue;
            Directory.Delete(directory, recursive: true);
            removed++;
        }

        return removed;
    }
}
