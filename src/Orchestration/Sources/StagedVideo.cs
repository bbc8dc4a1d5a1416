using System.Globalization;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Sources;

/// <summary>
/// A video on its way into its blob, as staged blocks. A block's id says which version of the file it is of and where it begins, so that
/// an attempt goes on after another, and two that run at once cannot mix what they bring.
/// </summary>
internal sealed class StagedVideo
{
    private const int BlockSize = 4 << 20;
    private static readonly TimeSpan LastBlock = TimeSpan.FromSeconds(10);
    private readonly BlockBlobClient _blob;
    private readonly long _maxBytes;
    private readonly uint _run;
    private readonly List<string> _blocks = [];
    private readonly byte[] _buffer = new byte[BlockSize];
    private readonly int _version;
    private int _buffered;
    private long _staged;

    private StagedVideo(BlockBlobClient blob, int version, long maxBytes, uint run) => (_blob, _version, _maxBytes, _run) = (blob, version, maxBytes, run);

    /// <summary>Bytes of this version, staged or about to be.</summary>
    public long Length => _staged + _buffered;

    /// <summary>The video, when it is committed already.</summary>
    public static async Task<SourceRef?> FindAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new SourceRef(blob.Name, properties.ETag.ToString(), properties.ContentLength);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>What earlier attempts staged of a version.</summary>
    public static async Task<StagedVideo> LoadAsync(BlockBlobClient blob, int version, long maxBytes, CancellationToken cancellationToken)
    {
        var video = new StagedVideo(blob, version, maxBytes, (uint)Random.Shared.NextInt64(uint.MaxValue));
        var sizes = new Dictionary<long, (string Id, long Size)>();
        foreach (var block in await ListAsync(blob, cancellationToken))
        {
            // Two attempts at once may both have a block that begins here; either is right.
            if (Parse(block.Name) is var (of, at) && of == version && (!sizes.TryGetValue(at, out var other) || other.Size < block.SizeLong))
                sizes[at] = (block.Name, block.SizeLong);
        }

        while (sizes.TryGetValue(video._staged, out var next) && next.Size > 0)
        {
            video._blocks.Add(next.Id);
            video._staged += next.Size;
        }

        return video;
    }

    /// <summary>The same file from its first byte, as another version.</summary>
    public StagedVideo Restart(int version) => new(_blob, version, _maxBytes, _run);

    /// <exception cref="FetchException"><c>too_large</c>.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (Length + bytes.Length > _maxBytes)
            throw TooLarge(_maxBytes);
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, BlockSize - _buffered);
            bytes[..count].CopyTo(_buffer.AsMemory(_buffered));
            _buffered += count;
            bytes = bytes[count..];
            if (_buffered == BlockSize)
                await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Stages what is buffered, so that the next attempt need not bring it again.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_buffered == 0)
            return;
        var text = string.Create(CultureInfo.InvariantCulture, $"{_version:D6}-{_staged:D13}-{_run:x8}");
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
        using var content = new MemoryStream(_buffer, 0, _buffered, writable: false);
        cancellationToken.ThrowIfCancellationRequested();
        // A request that is given up on its way may still be carried out, after what it belongs to was deleted: the last block gets time to arrive.
        using var giveUp = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() => giveUp.CancelAfter(LastBlock));
        await _blob.StageBlockAsync(id, content, cancellationToken: giveUp.Token);
        _blocks.Add(id);
        _staged += _buffered;
        _buffered = 0;
    }

    /// <summary>Makes the video visible, whole, and once: an attempt that was slower finds what the other made.</summary>
    public async Task<SourceRef> CommitAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        var options = new CommitBlockListOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = ContentTypes.Of(_blob.Name) },
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            var answer = await _blob.CommitBlockListAsync(_blocks, options, cancellationToken);
            return new SourceRef(_blob.Name, answer.Value.ETag.ToString(), _staged);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            if (await FindAsync(_blob, cancellationToken) is { } there)
                return there;
            throw;
        }
    }

    public static FetchException TooLarge(long maxBytes) => new(
        ErrorCodes.TooLarge, $"The video is larger than the {maxBytes / (1024 * 1024)} MB that are taken. Shorten or compress it.");

    private static async Task<IEnumerable<BlobBlock>> ListAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken)).Value.UncommittedBlocks;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return [];
        }
    }

    private static (int Version, long At)? Parse(string id)
    {
        var parts = Encoding.ASCII.GetString(Convert.FromBase64String(id)).Split('-');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                ? (version, at)
                : null;
    }
}
