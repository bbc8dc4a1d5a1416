using Microsoft.Extensions.Options;
using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>A wrong value stops the host and names its key.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("cors_origins:0", "*", "cors_origins")]
    [InlineData("cors_origins:0", "https://a.example/", "cors_origins")]
    [InlineData("cors_origins:0", "https://a.example/path", "cors_origins")]
    [InlineData("cors_origins:0", "javascript:alert(1)", "cors_origins")]
    [InlineData("upload_origins:0", "'unsafe-inline'", "upload_origins")]
    [InlineData("oidc:authority", "https://login.example", "oidc:audience")]
    [InlineData("oidc:authority", "http://login.example", "https")]
    [InlineData("oidc:authority", "login", "oidc:authority")]
    [InlineData("rate_limit:burst", "0", "Burst")]
    [InlineData("upload:timeout_minutes", "-1", "TimeoutMinutes")]
    [InlineData("events:heartbeat_seconds", "0", "HeartbeatSeconds")]
    [InlineData("events:max_streams", "0", "MaxStreams")]
    [InlineData("admin_role", "", "AdminRole")]
    public async Task The_host_does_not_start(string key, string value, string named)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiServer.StartAsync(new() { [key] = value }));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_is_allowed_for_a_provider_on_this_machine_only()
    {
        Dictionary<string, string?> settings = new() { ["oidc:authority"] = "http://127.0.0.1:1", ["oidc:audience"] = "a", ["oidc:allow_http"] = "true" };
        await using (await ApiServer.StartAsync(settings))
        {
        }

        settings["oidc:authority"] = "http://login.example";
        await Assert.ThrowsAsync<OptionsValidationException>(() => ApiServer.StartAsync(settings));
    }
}
