using System.Net;
using System.Net.Sockets;

namespace TransVox.Conformance;

/// <summary>
/// Between the host and its storage: passes bytes on, or delays them, resets connections, or answers 503, as a test says. Works on
/// connections, so it knows nothing of what they carry.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly byte[] Unavailable =
        "HTTP/1.1 503 Service Unavailable\r\nx-ms-error-code: ServerBusy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private readonly HashSet<TcpClient> _open = [];

    public FaultProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What happens from now on; connections that are open feel it too.</summary>
    public Mode Current { get; private set; }

    /// <summary>Connections that a fault has hit.</summary>
    public int Hits { get; private set; }

    /// <summary>What a proxy can do wrong.</summary>
    public enum Mode
    {
        None,
        Delay,
        Reset,
        Unavailable,
    }

    public void Set(Mode mode)
    {
        Current = mode;
        if (mode is not (Mode.Reset or Mode.Unavailable))
            return;
        lock (_open)
        {
            foreach (var client in _open)
                Reset(client);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        lock (_open)
        {
            foreach (var client in _open)
                client.Dispose();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var upstream = new TcpClient();
        lock (_open)
            _open.Add(client);
        try
        {
            if (Current == Mode.Reset)
            {
                Hits++;
                Reset(client);
                return;
            }

            if (Current == Mode.Unavailable)
            {
                Hits++;
                await RefuseAsync(client);
                return;
            }

            await upstream.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(PumpAsync(client, upstream), PumpAsync(upstream, client));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two ends is gone, which is this class's purpose.
        }
        finally
        {
            lock (_open)
                _open.Remove(client);
            client.Dispose();
        }
    }

    private async Task RefuseAsync(TcpClient client)
    {
        var stream = client.GetStream();
        var buffer = new byte[64 * 1024];
        // Something must be read first, or the answer to a request that is still being sent would be lost to a reset.
        _ = await stream.ReadAsync(buffer, _stop.Token);
        await stream.WriteAsync(Unavailable, _stop.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        while (await stream.ReadAsync(buffer, _stop.Token) > 0)
        {
            // Read to the end, for the same reason.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
        {
            if (Current == Mode.Delay)
            {
                Hits++;
                await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, _stop.Token);
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }

    private static void Reset(TcpClient client)
    {
        try
        {
            client.Client.LingerState = new LingerOption(true, 0);
            client.Client.Close();
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Closed already.
        }
    }
}
