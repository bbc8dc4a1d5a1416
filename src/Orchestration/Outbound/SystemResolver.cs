using System.Net;

namespace TransVox.Orchestration.Outbound;

/// <summary>The operating system's look-ups.</summary>
public sealed class SystemResolver : IAddressResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
