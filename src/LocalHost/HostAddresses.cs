using System.Net;

namespace TransVox.LocalHost;

/// <summary>The addresses that the host was told to listen on.</summary>
internal static class HostAddresses
{
    /// <summary>Listened on when nothing is configured: this machine only.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Whether every address is one of this machine's loopback addresses. A name that is not <c>localhost</c> is not.</summary>
    public static bool AreLoopbackOnly(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsLoopback);

    private static bool IsLoopback(string url)
    {
        // "http://*:80" and "http://+:80" are no URIs, and listen everywhere.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return false;
        return uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
