using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Where the service goes when a user gives it an address.</summary>
public sealed class OutboundOptions
{
    /// <summary>
    /// Networks (<c>10.1.0.0/16</c>) that are not public and may be reached nevertheless. With a loopback network among them, addresses
    /// on it may be <c>http</c>.
    /// </summary>
    [ConfigurationKeyName("allowed_networks")]
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];
}
