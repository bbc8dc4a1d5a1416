using System.Net;
using System.Net.Sockets;

namespace TransVox.Orchestration.Outbound;

/// <summary>Tells addresses of the public internet from all others, by IANA's registries of special-purpose addresses. Pure.</summary>
public static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        // This host, private, shared (CGNAT), loopback, link-local with the clouds' metadata, protocol assignments, documentation.
        Network("0.0.0.0/8"), Network("10.0.0.0/8"), Network("100.64.0.0/10"), Network("127.0.0.0/8"), Network("169.254.0.0/16"),
        Network("172.16.0.0/12"), Network("192.0.0.0/24"), Network("192.0.2.0/24"), Network("192.88.99.0/24"), Network("192.168.0.0/16"),
        Network("198.18.0.0/15"), Network("198.51.100.0/24"), Network("203.0.113.0/24"),
        // Multicast, reserved, broadcast.
        Network("224.0.0.0/3"),
        // Azure answers its machines here: DNS, DHCP, the agent. The address is out of the public range and leads inside.
        Network("168.63.129.16/32"),
    ];

    // Global unicast; all else (loopback, link-local, unique local, multicast, site-local, discard-only, IPv4-compatible) is not public.
    private static readonly IPNetwork Global6 = Network("2000::/3");

    private static readonly IPNetwork[] NotPublic6 =
    [
        // Protocol assignments with Teredo (which carries an IPv4 address and a port), benchmarks and ORCHID; documentation; SRv6 is outside 2000::/3.
        Network("2001::/23"), Network("2001:db8::/32"), Network("3fff::/20"),
    ];

    private static readonly IPNetwork SixToFour = Network("2002::/16");
    private static readonly IPNetwork Nat64 = Network("64:ff9b::/96");

    /// <summary>Whether the address is one of the public internet.</summary>
    public static bool Contains(IPAddress address)
    {
        address = Canonical(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !NotPublic4.Any(network => network.Contains(address));
        if (Nat64.Contains(address))
            return Contains(Embedded(address, 12));
        if (SixToFour.Contains(address))
            return Contains(Embedded(address, 2));
        return Global6.Contains(address) && !NotPublic6.Any(network => network.Contains(address)) && !IsIsatap(address);
    }

    /// <summary>An IPv4-mapped address as what it stands for, any other without its scope.</summary>
    public static IPAddress Canonical(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
    }

    // An interface identifier of a tunnel inside an organization's own IPv4 network (RFC 5214).
    private static bool IsIsatap(IPAddress address) =>
        address.GetAddressBytes() is [_, _, _, _, _, _, _, _, 0x00 or 0x02, 0x00, 0x5e, 0xfe, ..] && !Contains(Embedded(address, 12));

    private static IPAddress Embedded(IPAddress address, int at) => new(address.GetAddressBytes().AsSpan(at, 4));

    private static IPNetwork Network(string text) => IPNetwork.Parse(text);
}
