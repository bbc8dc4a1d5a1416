using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Tests.Outbound;
using Xunit;

namespace TransVox.Orchestration.Tests.Sources;

/// <summary>Which addresses are tried at all. Where a name leads is seen at the connection; see <see cref="FetchWaysTests"/>.</summary>
public sealed class SourceAddressTests
{
    [Theory]
    [InlineData("https://example.com/talk.mp4")]
    [InlineData("https://EXAMPLE.com/talk.mp4")]
    [InlineData("https://example.com:443/talk.mp4")]
    [InlineData("https://cdn.media.example/talk.mp4")]
    [InlineData("https://a.b.media.example/talk.mp4")]
    [InlineData("https://video.example:8443/talk.mp4")]
    [InlineData("https://bücher.example/talk.mp4")]
    [InlineData("https://xn--bcher-kva.example/talk.mp4")]
    public void What_the_operator_allows_is_taken(string address) => Assert.NotNull(Addresses().Require(address));

    [Theory]
    // Not on the list, or only looks like it.
    [InlineData("https://evilexample.com/")]
    [InlineData("https://example.com.evil.com/")]
    [InlineData("https://www.example.com/")]
    [InlineData("https://media.example/")]
    [InlineData("https://evilmedia.example/")]
    [InlineData("https://.media.example/")]
    [InlineData("https://example.com./")]
    [InlineData("https://example.com%2eevil.com/")]
    [InlineData("https://example.com\\@evil.com/")]
    [InlineData("https://evil.com#@example.com/")]
    [InlineData("https://evil.com?@example.com/")]
    [InlineData("https://evil.com\\.media.example/")]
    // Letters that look alike are others.
    [InlineData("https://ex\u0430mple.com/")]
    [InlineData("https://xn--exmple-4nf.com/")]
    // Credentials.
    [InlineData("https://user@example.com/")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://example.com@evil.com/")]
    [InlineData("https://example.com:443@evil.com/")]
    // Other ports and schemes.
    [InlineData("https://example.com:8443/")]
    [InlineData("https://example.com:22/")]
    [InlineData("https://video.example/")]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:video/mp4;base64,AAAA")]
    [InlineData("//example.com/talk.mp4")]
    [InlineData("-oexec.mp4")]
    [InlineData("")]
    [InlineData(null)]
    public void All_else_is_refused(string? address) => Assert.Throws<AddressRefusedException>(() => Addresses().Require(address));

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:a00:1]/")]
    [InlineData("https://[::127.0.0.1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2001:0:7f00:1::]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://a.localhost/")]
    public void Where_every_host_is_allowed_no_inner_one_is(string address)
    {
        Assert.Throws<AddressRefusedException>(() => Addresses("*").Require(address));
        Assert.NotNull(Addresses("*").Require("https://anything.example/"));
        Assert.Throws<AddressRefusedException>(() => Addresses("*").Require("https://anything.example:8443/"));
    }

    [Fact]
    public void An_inner_address_is_not_reached_by_naming_it_as_a_host() =>
        Assert.Throws<AddressRefusedException>(() => Addresses("10.0.0.1", "localhost").Require("https://10.0.0.1/"));

    [Fact]
    public void Nothing_is_fetched_where_it_is_off()
    {
        var addresses = new SourceAddresses(Guard(), Options(new SourceOptions { AllowedHosts = ["example.com"] }));
        Assert.Null(addresses.Hosts);
        Assert.Contains("no videos by address", Assert.Throws<AddressRefusedException>(() => addresses.Require("https://example.com/talk.mp4")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/a/talk.mp4?sig=secret#t=1", "https://example.com/a/talk.mp4")]
    [InlineData("https://video.example:8443/x%20y.mp4?sig=secret", "https://video.example:8443/x%20y.mp4")]
    public void A_signature_is_not_shown(string address, string shown) => Assert.Equal(shown, SourceAddresses.Shown(Addresses().Require(address)));

    [Theory]
    [InlineData("https://example.com/a/talk.mp4?sig=secret", "talk.mp4")]
    [InlineData("https://example.com/a/%E8%AC%9B.mp4", "講.mp4")]
    [InlineData("https://example.com/", "video")]
    [InlineData("https://example.com/%0A", "video")]
    [InlineData("nonsense", "video")]
    public void The_file_is_named_by_the_last_part_of_the_path(string address, string name) => Assert.Equal(name, SourceAddresses.NameOf(address));

    private static SourceAddresses Addresses(params string[] hosts) => new(Guard(), Options(new SourceOptions
    {
        Enabled = true,
        AllowedHosts = hosts.Length > 0 ? hosts : ["example.com", "*.media.example", "video.example:8443", "bücher.example"],
    }));

    private static OutboundGuard Guard() => new(new ScriptedResolver(), Options(new SourceOptions()));

    private static IOptions<TransVoxOptions> Options(SourceOptions source) => Microsoft.Extensions.Options.Options.Create(new TransVoxOptions { Source = source });
}
