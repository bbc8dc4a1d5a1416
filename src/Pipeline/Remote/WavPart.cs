using System.Net;
using System.Runtime.InteropServices;
using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Remote;

/// <summary>Part of a WAV file as a WAV file of its own, read while it is sent.</summary>
internal sealed class WavPart : HttpContent
{
    private const int Piece = 1 << 15;
    private readonly string _path;
    private readonly long _first;
    private readonly long _frames;
    private readonly PcmFormat _format;

    /// <param name="path">File to read from.</param>
    /// <param name="from">Seconds from its start.</param>
    /// <param name="to">Seconds from its start.</param>
    public WavPart(string path, double from, double to)
    {
        using var wav = WavReader.Open(path);
        _path = path;
        _format = wav.Format;
        _first = Math.Clamp((long)Math.Round(from * _format.SampleRate), 0, wav.Frames);
        _frames = Math.Clamp((long)Math.Round(to * _format.SampleRate), _first, wav.Frames) - _first;
        Headers.ContentType = new("audio/wav");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(WavHeader.Of(_format, _frames * _format.BytesPerFrame), cancellationToken);
        using var wav = WavReader.Open(_path);
        wav.Seek(_first);
        var samples = new short[Piece];
        for (var left = _frames * _format.Channels; left > 0;)
        {
            var read = wav.Read(samples.AsSpan(0, (int)Math.Min(left, Piece)));
            if (read == 0)
            {
                throw new EndOfStreamException("The sound ends before its header says.");
            }

            await stream.WriteAsync(MemoryMarshal.AsBytes(samples.AsSpan(0, read)).ToArray(), cancellationToken);
            left -= read;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = WavHeader.Length + (_frames * _format.BytesPerFrame);
        return true;
    }
}
