using TransVox.Orchestration.Health;
using TransVox.Orchestration.Storage;

namespace TransVox.Api.Health;

/// <summary>The disk that stages work on has room.</summary>
public sealed class DiskSpaceProbe(DiskRoom disk) : IHealthProbe
{
    public string Name => "disk";

    public Task<HealthFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var free = disk.FreeBytes;
        var text = $"{free >> 20} MB free, {disk.MinimumBytes >> 20} MB needed.";
        return Task.FromResult(new HealthFinding(free >= disk.MinimumBytes, text));
    }
}
