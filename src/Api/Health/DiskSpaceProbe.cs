using TransVox.Orchestration.Health;

namespace TransVox.Api.Health;

/// <summary>The disk that stages work on has room.</summary>
/// <param name="directory">On that disk; its nearest existing parent counts.</param>
/// <param name="minimumBytes">Below this the service takes no requests.</param>
public sealed class DiskSpaceProbe(string directory, long minimumBytes = 1L << 30) : IHealthProbe
{
    public string Name => "disk";

    public Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var existing = new DirectoryInfo(Path.GetFullPath(directory));
        while (!existing.Exists && existing.Parent is { } parent)
            existing = parent;
        var free = new DriveInfo(existing.FullName).AvailableFreeSpace;
        var text = $"{free >> 20} MB free, {minimumBytes >> 20} MB needed.";
        return Task.FromResult(new HealthFinding(free >= minimumBytes, text));
    }
}
