using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;

namespace TransVox.Orchestration.Outbound;

/// <summary>
/// Where the service goes on behalf of a user: to public addresses, and to what the operator allows. A name is looked up once for a
/// connection, and the connection goes to the address that was checked, whatever the name says a moment later.
/// </summary>
public sealed class OutboundGuard(IAddressResolver resolver, IOptions<TransVoxOptions> options)
{
    private const int MaxLength = 2048;
    private readonly IPNetwork[] _allowed = [.. options.Value.Outbound.AllowedNetworks.Select(network => IPNetwork.Parse(network))];

    /// <summary>The address, if a request may be tried; what its name leads to is seen when it is.</summary>
    /// <exception cref="AddressRefusedException">It is none, or is refused whatever its name leads to.</exception>
    public Uri Require(string? text)
    {
        if (text is null || text.Length > MaxLength || text.Any(char.IsControl) || !Uri.TryCreate(text, UriKind.Absolute, out var address) || HostNames.OfDns(address) is not { } host)
            throw new AddressRefusedException($"The address must be a whole one, like https://example.com/path, of at most {MaxLength} characters.");
        if (address.UserInfo.Length > 0)
            throw new AddressRefusedException("The address may not hold a user name or password.");
        if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            throw new AddressRefusedException("The address must begin with https://.");
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
            RequireReachable(address.Scheme, [literal]);
        else if (IsLocalName(host))
            RequireReachable(address.Scheme, [IPAddress.Loopback]);
        else if (address.Scheme == Uri.UriSchemeHttp)
            throw new AddressRefusedException("The address must begin with https://.");
        return address;
    }

    /// <summary>A handler whose connections all go through the guard, follow no redirect, use no proxy and keep no cookie.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = ConnectAsync,
        // What was checked when the connection was made holds no longer than this.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
        ActivityHeadersPropagator = null,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await resolver.ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        RequireReachable(context.InitialRequestMessage.RequestUri!.Scheme, addresses);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses], context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // One inner address among several is refused too: which of them a connection gets would be chance.
    private void RequireReachable(string scheme, IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            throw new AddressRefusedException("The name has no address.");
        foreach (var address in addresses.Select(PublicAddresses.Canonical))
        {
            var allowed = _allowed.Any(network => network.Contains(address));
            if (!allowed && !PublicAddresses.Contains(address))
                throw new AddressRefusedException("The address is not on the public internet.");
            if (scheme != Uri.UriSchemeHttps && !(allowed && IPAddress.IsLoopback(address)))
                throw new AddressRefusedException("The address must begin with https://.");
        }
    }

    private static bool IsLocalName(string host)
    {
        host = host.TrimEnd('.');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
