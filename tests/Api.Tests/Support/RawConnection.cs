using System.Net.Sockets;
using System.Text;

namespace TransVox.Api.Tests.Support;

/// <summary>A connection that sends any bytes and reads until the server closes it.</summary>
internal sealed class RawConnection(Socket socket) : IDisposable
{
    public async Task SendAsync(string text) => await SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        var rest = bytes.AsMemory();
        while (!rest.IsEmpty)
            rest = rest[await socket.SendAsync(rest)..];
    }

    /// <summary>Reads until a text comes, or to the end.</summary>
    public async Task<string> ReadUntilAsync(string? end, TimeSpan? limit = null)
    {
        using var late = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(30));
        var received = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (end is null || !received.ToString().Contains(end, StringComparison.Ordinal))
        {
            int count;
            try
            {
                count = await socket.ReceiveAsync(buffer, late.Token);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
            {
                return received.Append("<reset>").ToString();
            }

            if (count == 0)
                break;
            received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return received.ToString();
    }

    public Task<string> ReadToEndAsync(TimeSpan? limit = null) => ReadUntilAsync(null, limit);

    /// <summary>Ends the connection without a goodbye.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();
}
