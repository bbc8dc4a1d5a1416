using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using CliWrap;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// Reads one or two output streams of a program: splits lines, keeps the last of them, counts bytes. A program that floods it,
/// with or without line ends, costs bounded memory.
/// </summary>
internal sealed class OutputCollector(long maxBytes, Action overflow)
{
    private const int TailLines = 40;
    private const int MaxLine = 16 * 1024;
    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = new();
    private readonly ArrayBufferWriter<byte> _captured = new();
    private long _bytes;

    public string Tail
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _tail);
            }
        }
    }

    public string Captured => Encoding.UTF8.GetString(_captured.WrittenSpan);

    public PipeTarget Target(Action<string>? onLine, bool capture) =>
        PipeTarget.Create((stream, cancellationToken) => ReadAsync(stream, onLine, capture, cancellationToken));

    private async Task ReadAsync(Stream stream, Action<string>? onLine, bool capture, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        var line = new List<byte>(256);
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (Interlocked.Add(ref _bytes, read) > maxBytes)
            {
                // Keep reading so that the program is not blocked on a full pipe while it is being stopped.
                overflow();
                continue;
            }

            if (capture)
            {
                _captured.Write(buffer.AsSpan(0, read));
            }

            Split(buffer.AsSpan(0, read), line, onLine);
        }

        Flush(line, onLine);
    }

    private void Split(ReadOnlySpan<byte> bytes, List<byte> line, Action<string>? onLine)
    {
        foreach (var value in bytes)
        {
            // Progress bars end their lines with a carriage return alone.
            if (value is (byte)'\n' or (byte)'\r')
            {
                Flush(line, onLine);
            }
            else if (line.Count < MaxLine)
            {
                line.Add(value);
            }
        }
    }

    private void Flush(List<byte> line, Action<string>? onLine)
    {
        if (line.Count == 0)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(line));
        line.Clear();
        lock (_lock)
        {
            _tail.Enqueue(text);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }

        onLine?.Invoke(text);
    }
}
