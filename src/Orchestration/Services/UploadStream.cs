using System.Security.Cryptography;

namespace TransVox.Orchestration.Services;

/// <summary>Reads an upload once, front to back: counts, hashes, and ends it at the size limit.</summary>
internal sealed class UploadStream(Stream inner, long maxBytes) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[]? _peeked;
    private int _peekedLength;
    private int _peekedOffset;

    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether there is at least one byte; call it before the first read.</summary>
    public async Task<bool> PeekAsync(CancellationToken cancellationToken)
    {
        _peeked = new byte[1 << 14];
        _peekedLength = await ReadInnerAsync(_peeked, cancellationToken);
        return _peekedLength > 0;
    }

    /// <summary>SHA-256 of all bytes; call it after the end.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var rest = _peekedLength - _peekedOffset;
        if (rest <= 0)
            return await ReadInnerAsync(buffer, cancellationToken);
        var count = Math.Min(rest, buffer.Length);
        _peeked.AsMemory(_peekedOffset, count).CopyTo(buffer);
        _peekedOffset += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("An upload is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // The inner stream belongs to whoever opened it.
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count += read;
        if (Count > maxBytes)
            throw UploadStore.TooLarge(maxBytes);
        _hash.AppendData(buffer.Span[..read]);
        return read;
    }
}
