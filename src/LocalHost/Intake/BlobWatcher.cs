using Microsoft.Extensions.Options;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Storage;

namespace TransVox.LocalHost.Intake;

/// <summary>
/// The blob trigger of the one-machine host: lists the input container and hands every version of a blob to
/// <see cref="BlobIntake"/>. What was handed over is remembered in memory only: intake recognizes a blob it has taken already, so
/// a restart costs a look at each blob and starts nothing twice.
/// </summary>
internal sealed class BlobWatcher(
    BlobAreas areas, BlobIntake intake, DiskRoom disk, IOptions<LocalHostOptions> options, TimeProvider time, ILogger<BlobWatcher> logger)
    : BackgroundService
{
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.BlobPollSeconds), time);
        do
        {
            try
            {
                // Videos wait in storage until there is room.
                if (disk.HasRoom())
                    await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Storage is away for a while: uploads wait in it, and the next look finds them.
                LocalHostLog.WatcherFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        var fresh = new List<(string Name, string ETag)>();
        await foreach (var blob in areas.Input.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            var etag = blob.Properties.ETag?.ToString() ?? "";
            present.Add(blob.Name);
            if (!_seen.TryGetValue(blob.Name, out var known) || known != etag)
                fresh.Add((blob.Name, etag));
        }

        foreach (var gone in _seen.Keys.Where(name => !present.Contains(name)).ToList())
            _seen.Remove(gone);
        foreach (var (name, etag) in fresh)
        {
            if (await TakeAsync(name, cancellationToken))
                _seen[name] = etag;
        }
    }

    private async Task<bool> TakeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await intake.HandleAsync(name, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One blob must not keep the others from being taken; it is tried again at the next look.
            LocalHostLog.IntakeFailed(logger, e, name);
            return false;
        }
    }
}
