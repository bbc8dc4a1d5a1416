using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TransVox.Api.Options;

/// <summary>The section <c>api</c> of the configuration.</summary>
public sealed class ApiOptions
{
    public const string Section = "api";

    /// <summary>Accept <c>X-Dev-User</c> and treat requests without any identity as the user <c>dev</c>, on loopback only.</summary>
    [ConfigurationKeyName("dev_identity")]
    public bool DevIdentity { get; set; }

    /// <summary>The role, in tokens and in App Service principals, that makes an administrator.</summary>
    [ConfigurationKeyName("admin_role")]
    [Required]
    [StringLength(100, MinimumLength = 1)]
    public string AdminRole { get; set; } = "TransVox.Admin";

    /// <summary>Origins of other sites' pages that may call the API; none by default.</summary>
    [ConfigurationKeyName("cors_origins")]
    public IReadOnlyList<string> CorsOrigins { get; set; } = [];

    /// <summary>Origins that the web page may upload to: the storage account, when it uploads there itself.</summary>
    [ConfigurationKeyName("upload_origins")]
    public IReadOnlyList<string> UploadOrigins { get; set; } = [];

    [ValidateObjectMembers]
    public OidcOptions Oidc { get; set; } = new();

    [ConfigurationKeyName("rate_limit")]
    [ValidateObjectMembers]
    public RateLimitOptions RateLimit { get; set; } = new();

    [ValidateObjectMembers]
    public UploadOptions Upload { get; set; } = new();

    [ValidateObjectMembers]
    public EventOptions Events { get; set; } = new();
}
