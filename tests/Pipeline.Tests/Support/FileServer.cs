using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>A web server of one file on this machine, on a real socket; it may break off in the middle.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public FileServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        _run = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/ggml-test.bin");

    /// <summary>Range headers as they came; empty for a request of the whole.</summary>
    public List<string> Ranges { get; } = [];

    /// <summary>Bytes of the body after which the connection is reset, once.</summary>
    public int? BreakAfter { get; set; }

    public bool KnowsRanges { get; set; } = true;

    public int Status { get; set; } = 200;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _run;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
                continue;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var range = "";
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            range = line.StartsWith("Range: ", StringComparison.Ordinal) ? line[7..] : range;
        }

        Ranges.Add(range);
        var from = KnowsRanges && range.Length > 0 ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;
        var status = Status != 200 ? $"{Status} No" : from > 0 ? "206 Partial Content" : "200 OK";
        var head = $"HTTP/1.1 {status}\r\nContent-Length: {_content.Length - from}\r\nConnection: close\r\n"
            + (from > 0 ? $"Content-Range: bytes {from}-{_content.Length - 1}/{_content.Length}\r\n" : "") + "\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        var count = BreakAfter ?? _content.Length - from;
        await stream.WriteAsync(_content.AsMemory(from, count), _stop.Token);
        if (BreakAfter is not null)
        {
            BreakAfter = null;
            await stream.FlushAsync(_stop.Token);
            client.Client.LingerState = new LingerOption(true, 0);
            client.Client.Shutdown(SocketShutdown.Send);
        }
    }
}
