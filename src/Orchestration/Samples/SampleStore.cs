using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Samples;

/// <summary>Remembers which job is the sample.</summary>
public sealed class SampleStore(BlobAreas areas)
{
    private readonly JsonBlobs _json = new(areas.System);

    public async Task<SampleRecord?> FindAsync(CancellationToken cancellationToken) =>
        (await _json.ReadAsync<SampleRecord>(BlobPaths.Sample, cancellationToken))?.Value;

    public Task WriteAsync(SampleRecord record, CancellationToken cancellationToken) => _json.WriteAsync(BlobPaths.Sample, record, cancellationToken);

    /// <summary>There is no sample any more; its job goes when retention says so.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => _json.DeleteAsync(BlobPaths.Sample, null, cancellationToken);
}
