using System.Runtime.InteropServices;

namespace TransVox.Pipeline.Media;

/// <summary>Writes 16-bit PCM WAV files; frames may be placed anywhere, what is never written is silence.</summary>
public sealed class WavWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly PcmFormat _format;

    public WavWriter(string path, PcmFormat format)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        _format = format;
        _file.SetLength(WavHeader.Length);
        _file.Position = WavHeader.Length;
    }

    /// <summary>Makes the file at least so long; new frames are silent.</summary>
    public void SetLength(long frames) => _file.SetLength(Math.Max(_file.Length, WavHeader.Length + (frames * _format.BytesPerFrame)));

    /// <summary>Goes to a frame.</summary>
    public void Seek(long frame) => _file.Position = WavHeader.Length + (frame * _format.BytesPerFrame);

    /// <summary>Writes interleaved samples at the current place.</summary>
    public void Write(ReadOnlySpan<short> samples) => _file.Write(MemoryMarshal.AsBytes(samples));

    /// <summary>Completes the header.</summary>
    public void Dispose()
    {
        _file.Flush();
        _file.Position = 0;
        _file.Write(WavHeader.Of(_format, _file.Length - WavHeader.Length));
        _file.Dispose();
    }
}
