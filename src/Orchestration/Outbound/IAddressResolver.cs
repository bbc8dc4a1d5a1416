using System.Net;

namespace TransVox.Orchestration.Outbound;

/// <summary>Looks names up.</summary>
public interface IAddressResolver
{
    /// <summary>The addresses of a host, which may be an address itself.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such host.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
