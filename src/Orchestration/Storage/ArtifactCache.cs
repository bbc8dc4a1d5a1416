using TransVox.Orchestration.Configuration;

namespace TransVox.Orchestration.Storage;

/// <summary>
/// Files by the hash of their content, so that stages that run on one machine hand each other links instead of downloads. The
/// least recently used go first when the size limit is reached; whoever still has a link keeps the content.
/// </summary>
public sealed class ArtifactCache(LocalWorkspace workspace, StorageOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _limit = options.CacheSizeMb * 1024L * 1024L;

    /// <summary>Links the content to <paramref name="target"/> if it is here.</summary>
    public bool TryLink(string sha256, string target)
    {
        lock (_lock)
        {
            var path = PathOf(sha256);
            if (!File.Exists(path))
                return false;
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            HardLink.CreateOrCopy(path, target);
            return true;
        }
    }

    /// <summary>Gives up all of its room but what somebody still has a link to.</summary>
    public void Clear()
    {
        lock (_lock)
            Evict(0);
    }

    /// <summary>Takes a link to a file into the cache; the file must not be written any more.</summary>
    public void Add(string sha256, string file)
    {
        var size = new FileInfo(file).Length;
        if (size > _limit)
            return;
        lock (_lock)
        {
            var path = PathOf(sha256);
            if (File.Exists(path))
                return;
            Evict(_limit - size);
            HardLink.CreateOrCopy(file, path);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }
    }

    /// <summary>Forgets the content, on this machine.</summary>
    public void Remove(string sha256)
    {
        lock (_lock)
            File.Delete(PathOf(sha256));
    }

    private void Evict(long allowed)
    {
        var files = new DirectoryInfo(workspace.CacheDirectory).GetFiles();
        var total = files.Sum(f => f.Length);
        foreach (var file in files.OrderBy(f => f.LastWriteTimeUtc))
        {
            if (total <= allowed)
                return;
            total -= file.Length;
            file.Delete();
        }
    }

    private string PathOf(string sha256) => Path.Combine(workspace.CacheDirectory, sha256);
}
