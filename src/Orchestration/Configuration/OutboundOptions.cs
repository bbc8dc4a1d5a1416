using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Where the service goes when a user gives it an address.</summary>
public sealed class OutboundOptions
{
    /// <summary>Networks like <c>10.1.0.0/16</c> that are not public and may be reached where a user gives an address; with a loopback network, <c>http</c> on it.</summary>
    [ConfigurationKeyName("allowed_networks")]
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];
}
