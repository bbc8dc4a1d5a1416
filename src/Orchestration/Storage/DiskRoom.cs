using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Storage;

/// <summary>Whether the local disk has room for work. Below a minimum nothing new begins; what runs has the rest to end in.</summary>
/// <param name="directories">On the disks that count; of one that is missing its nearest parent.</param>
/// <param name="options">What room has to be left on each.</param>
/// <param name="cache">Gives up its room first.</param>
/// <param name="holdsJobs">Whether queue and uploads are on it too, as on one machine, so that no job is taken either.</param>
public sealed class DiskRoom(IReadOnlyList<string> directories, StorageOptions options, ArtifactCache cache, bool holdsJobs)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Whether queue and uploads are on it too.</summary>
    public bool HoldsJobs => holdsJobs;

    public long MinimumBytes => options.MinFreeMb * 1024L * 1024L;

    /// <summary>Bytes that this process may still write.</summary>
    public long FreeBytes => directories.Min(FreeBytesAt);

    /// <summary>Whether there is room, or was when the cache had given up its own.</summary>
    public bool HasRoom()
    {
        if (FreeBytes >= MinimumBytes)
            return true;
        cache.Clear();
        return FreeBytes >= MinimumBytes;
    }

    /// <summary>Lets a job be taken.</summary>
    /// <exception cref="RequestException"><c>disk_full</c>.</exception>
    public void RequireForJob()
    {
        if (holdsJobs && !HasRoom())
            throw new RequestException(
                ErrorCodes.DiskFull, "The service's disk is full, so it takes no jobs for now. An operator has to make room; send this again later.", RetryAfter);
    }

    private static long FreeBytesAt(string directory)
    {
        var existing = new DirectoryInfo(Path.GetFullPath(directory));
        while (!existing.Exists && existing.Parent is { } parent)
            existing = parent;
        return new DriveInfo(existing.FullName).AvailableFreeSpace;
    }
}
