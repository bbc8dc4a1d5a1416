using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TransVox.Api.Options;

/// <summary>Bearer tokens of an OpenID Connect provider; off while <see cref="Authority"/> is not set.</summary>
public sealed class OidcOptions
{
    /// <summary>Issuer's address; its metadata is under <c>/.well-known/openid-configuration</c>.</summary>
    [StringLength(500)]
    public string? Authority { get; set; }

    /// <summary>What the token's <c>aud</c> must be; required with an authority.</summary>
    [StringLength(200)]
    public string? Audience { get; set; }

    /// <summary>Claim that holds the roles.</summary>
    [ConfigurationKeyName("role_claim")]
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Only for a provider on the same machine.</summary>
    [ConfigurationKeyName("allow_http")]
    public bool AllowHttp { get; set; }
}
