using System.Net;
using System.Net.Http.Headers;

namespace TransVox.Cli.Upload;

/// <summary>
/// A file, or a part of one, as the body of a request. It is read as it is sent, never whole, and opened anew when the request is
/// sent again.
/// </summary>
internal sealed class FileContent : HttpContent
{
    private const int BufferSize = 128 * 1024;

    private readonly string _path;
    private readonly long _offset;
    private readonly long _length;
    private readonly Action<long> _sent;

    /// <param name="path">The file.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Number of bytes.</param>
    /// <param name="sent">Told how many bytes of this body have been handed to the network.</param>
    public FileContent(string path, long offset, long length, Action<long> sent)
    {
        (_path, _offset, _length, _sent) = (path, offset, length, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        file.Seek(_offset, SeekOrigin.Begin);
        var buffer = new byte[BufferSize];
        var total = 0L;
        _sent(0);
        while (total < _length)
        {
            var count = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(BufferSize, _length - total)), cancellationToken);
            if (count == 0)
                throw new EndOfStreamException($"{_path} became shorter while it was sent.");
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            total += count;
            _sent(total);
        }
    }
}
