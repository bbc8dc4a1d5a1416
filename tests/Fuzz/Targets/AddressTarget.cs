using System.Net;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Sources;

namespace TransVox.Fuzz;

/// <summary>Addresses that the service goes to for a user, and the patterns of an operator: a line each.</summary>
internal static class AddressTarget
{
    private static readonly IOptions<TransVoxOptions> Settings = Options.Create(new TransVoxOptions
    {
        Source = new SourceOptions { Enabled = true, AllowedHosts = ["videos.example.com", "*.example.org:8443", "93.184.216.34"] },
    });

    private static readonly OutboundGuard Guard = new(new SystemResolver(), Settings);
    private static readonly SourceAddresses Sources = new(Guard, Settings);

    public static void Run(byte[] input)
    {
        var (line, rest) = Inputs.FirstLine(input);
        Check(line);
        var pattern = Inputs.Text(rest);
        if (HostPattern.TryParse(pattern) is { } host && Uri.TryCreate(line, UriKind.Absolute, out var address))
            Claim.That(!host.Matches(address) || address.Port == host.Port, "a pattern has a port");
        if (IPAddress.TryParse(line, out var literal))
            Claim.That(!PublicAddresses.Contains(literal) || !IPAddress.IsLoopback(literal), "this machine is not public");
    }

    /// <summary>What a user gave as an address.</summary>
    public static void Check(string text)
    {
        _ = SourceAddresses.NameOf(text);
        Refusable(() => Guard.Require(text), address =>
        {
            Claim.That(address.Scheme == "https" && address.UserInfo.Length == 0 && !address.IsLoopback, "an address leads outside");
            // What is sent is the text as .NET writes it: it must be the same address to whoever reads it again.
            var again = new Uri(address.AbsoluteUri);
            Claim.That(again.IdnHost == address.IdnHost && again.Port == address.Port, "an address is read as it is written");
            Claim.That(!IPAddress.TryParse(again.IdnHost.Trim('[', ']'), out var literal) || PublicAddresses.Contains(literal), "a literal is public");
        });
        Refusable(() => Sources.Require(text), address =>
        {
            var host = address.IdnHost;
            Claim.That(host is "videos.example.com" or "93.184.216.34" || host.EndsWith(".example.org", StringComparison.Ordinal), "a host is an allowed one");
            var shown = SourceAddresses.Shown(address);
            Claim.That(!shown.Contains('?', StringComparison.Ordinal) && !shown.Contains('#', StringComparison.Ordinal), "what is shown has no query");
        });
    }

    private static void Refusable(Func<Uri> require, Action<Uri> check)
    {
        Uri address;
        try
        {
            address = require();
        }
        catch (AddressRefusedException)
        {
            return;
        }

        check(address);
    }
}
