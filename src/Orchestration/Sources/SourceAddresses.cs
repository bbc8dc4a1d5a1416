using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Sources;

/// <summary>Which addresses the service fetches videos from: those on allowed hosts that <see cref="OutboundGuard"/> lets through.</summary>
public sealed class SourceAddresses
{
    private const int MaxNamed = 20;
    private const string Unnamed = "video";
    private readonly OutboundGuard _guard;
    private readonly SourceOptions _options;
    private readonly HostPattern[] _allowed;
    private readonly HostPattern[] _byTool;

    public SourceAddresses(OutboundGuard guard, IOptions<TransVoxOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _guard = guard;
        _options = options.Value.Source;
        _allowed = [.. _options.AllowedHosts.Select(HostPattern.TryParse).OfType<HostPattern>()];
        _byTool = _options.YtDlp.Enabled ? [.. _options.YtDlp.Hosts.Select(HostPattern.TryParse).OfType<HostPattern>()] : [];
    }

    /// <summary>The hosts that users may name, as the operator wrote them; null where nothing is fetched.</summary>
    public IReadOnlyList<string>? Hosts => _options.Enabled ? _options.AllowedHosts : null;

    /// <summary>The address, if a request may be tried; where its name leads is seen when it is.</summary>
    /// <exception cref="AddressRefusedException">It is not allowed, or nothing is fetched at all.</exception>
    public Uri Require(string? text)
    {
        if (!_options.Enabled)
            throw new AddressRefusedException("This service fetches no videos by address. Upload the video.");
        var address = _guard.Require(text);
        if (!_allowed.Any(host => host.Matches(address)))
            throw new AddressRefusedException($"The service fetches nothing from this host and port. It fetches from: {string.Join(", ", _options.AllowedHosts.Take(MaxNamed))}.");
        return address;
    }

    /// <summary>Whether an allowed address goes to the program that finds the video of a page.</summary>
    public bool IsForTool(Uri address) => _byTool.Any(host => host.Matches(address));

    /// <summary>What is shown and kept of an address: no query and no fragment, which may hold a signature.</summary>
    public static string Shown(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.UriEscaped);
    }

    /// <summary>A name for the file at an address, from the last part of its path.</summary>
    public static string NameOf(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            return Unnamed;
        var name = Uri.UnescapeDataString(uri.AbsolutePath.Split('/')[^1]);
        return FileNames.IsValid(name) && !name.Any(char.IsControl) ? name : Unnamed;
    }
}
