using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Outbound;
using Xunit;

namespace TransVox.Orchestration.Tests.Outbound;

/// <summary>No trick leads inside: not the way an address is written, and not what a name says later.</summary>
public sealed class OutboundGuardTests
{
    private readonly ScriptedResolver _resolver = new();

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0/")]
    [InlineData("https://0.0.0.0:8443/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://a.localhost/")]
    [InlineData("https://user@example.com/")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://example.com:80@10.0.0.1/")]
    [InlineData("http://example.com/")]
    [InlineData("http://93.184.216.34/")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    [InlineData("unix:/run/x.sock")]
    [InlineData("//example.com/")]
    [InlineData("/api/me")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://exa\nmple.com/")]
    [InlineData("https://a\uFFFD.example/")]
    [InlineData("https://[2022:7f::%2e]/")]
    [InlineData("not an address")]
    [InlineData("")]
    [InlineData(null)]
    public void Such_an_address_is_refused_at_once(string? address) => Assert.Throws<AddressRefusedException>(() => Guard().Require(address));

    [Theory]
    [InlineData("https://example.com/hook?x=1")]
    [InlineData("https://example.com:8443/")]
    [InlineData("https://93.184.216.34/")]
    [InlineData("https://bücher.example/")]
    public void A_public_address_is_taken(string address) => Assert.NotNull(Guard().Require(address));

    [Fact]
    public void A_long_address_is_refused() => Assert.Throws<AddressRefusedException>(() => Guard().Require("https://example.com/" + new string('a', 2048)));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("fd00::1")]
    [InlineData("169.254.169.254")]
    [InlineData("93.184.216.34", "127.0.0.1")]
    [InlineData("2606:4700::1111", "::1")]
    public async Task A_name_that_leads_inside_gets_no_connection(params string[] addresses)
    {
        _resolver.On("inner.example", addresses);
        var error = await RefusalAsync(Guard(), "https://inner.example/");
        Assert.Contains("not on the public internet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_the_connection_goes_to_what_was_checked()
    {
        using var inner = new Listener();
        using var outer = new Listener("127.0.0.2");
        // Allowed is the outer one only; a second look-up would say the inner one.
        var guard = Guard("127.0.0.2/32");
        _resolver.On("rebinding.example", ["127.0.0.2"], ["127.0.0.1"]);
        using var http = new HttpClient(guard.CreateHandler());

        var answer = await http.GetStringAsync($"http://rebinding.example:{outer.Port}/");

        Assert.Equal("hello", answer);
        Assert.Equal(1, outer.Connections);
        Assert.Single(_resolver.Asked);

        // The next connection is checked anew, and finds what the name has become.
        var error = await RefusalAsync(guard, $"http://rebinding.example:{inner.Port}/");
        Assert.Contains("not on the public internet", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, inner.Connections);
    }

    [Fact]
    public async Task Plain_http_goes_to_an_allowed_loopback_and_nowhere_else()
    {
        var guard = Guard("127.0.0.0/8", "10.0.0.0/8");
        Assert.NotNull(guard.Require("http://127.0.0.1:8080/"));
        Assert.NotNull(guard.Require("http://localhost:8080/"));
        Assert.NotNull(guard.Require("https://10.1.2.3/"));
        Assert.Throws<AddressRefusedException>(() => guard.Require("http://10.1.2.3/"));
        Assert.Throws<AddressRefusedException>(() => guard.Require("http://example.com/"));
        Assert.Throws<AddressRefusedException>(() => guard.Require("https://192.168.0.1/"));

        _resolver.On("public.example", ["93.184.216.34"]);
        Assert.Contains("https://", (await RefusalAsync(guard, "http://public.example/")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxies_of_the_environment_are_not_asked()
    {
        using var server = new Listener();
        using var handler = Guard("127.0.0.0/8").CreateHandler();
        Assert.False(handler.UseProxy);
        Assert.False(handler.AllowAutoRedirect);
        using var http = new HttpClient(handler, disposeHandler: false);
        Assert.Equal("hello", await http.GetStringAsync($"http://127.0.0.1:{server.Port}/"));
    }

    private OutboundGuard Guard(params string[] allowed) =>
        new(_resolver, Options.Create(new TransVoxOptions { Outbound = new OutboundOptions { AllowedNetworks = allowed } }));

    private static async Task<AddressRefusedException> RefusalAsync(OutboundGuard guard, string address)
    {
        using var http = new HttpClient(guard.CreateHandler());
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(address));
        return Assert.IsType<AddressRefusedException>(error.GetBaseException());
    }

    /// <summary>Answers every connection with one line, and counts them.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly TcpListener _listener;
        private int _connections;

        public Listener(string address = "127.0.0.1")
        {
            _listener = new TcpListener(IPAddress.Parse(address), 0);
            _listener.Start();
            _ = ServeAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Connections => _connections;

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _connections);
                    var stream = client.GetStream();
                    await stream.ReadAtLeastAsync(new byte[1024], 1);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // The test is over.
            }
        }
    }
}
