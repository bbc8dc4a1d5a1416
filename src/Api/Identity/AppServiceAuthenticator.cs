using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TransVox.Api.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>
/// The principal of App Service Authentication. The platform removes the header from what clients send, but only where it is switched
/// on; anywhere else the header is a forgery.
/// </summary>
internal sealed class AppServiceAuthenticator(ApiHost host, IOptions<ApiOptions> options) : IAuthenticator
{
    private static readonly string[] SubjectClaims =
    [
        "http://schemas.microsoft.com/identity/claims/objectidentifier",
        "oid",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
        "sub",
    ];

    private static readonly string[] TenantClaims = ["http://schemas.microsoft.com/identity/claims/tenantid", "tid", "iss"];

    /// <summary>Whether the platform vouches for the header.</summary>
    public bool IsTrusted => host.AppServiceAuthentication;

    public bool IsPresented(HttpContext context) => context.Request.Headers.ContainsKey(IdentityHeaders.Principal);

    public ValueTask<Caller> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!IsTrusted)
            throw IdentityHeaders.Refused($"{IdentityHeaders.Principal} is set by Azure App Service only.");
        var principal = Parse(context.Request.Headers[IdentityHeaders.Principal].ToString());
        return ValueTask.FromResult(ToCaller(principal));
    }

    private Caller ToCaller(ClientPrincipal principal)
    {
        var provider = principal.AuthenticationType;
        var subject = Single(principal, SubjectClaims);
        if (string.IsNullOrWhiteSpace(provider) || string.IsNullOrWhiteSpace(subject))
            throw Malformed();
        var tenant = Single(principal, TenantClaims);
        var roleType = principal.RoleType;
        var isAdmin = principal.Claims.Any(c =>
            (c.Type == "roles" || (!string.IsNullOrEmpty(roleType) && c.Type == roleType)) && c.Value == options.Value.AdminRole);
        var name = principal.Claims.FirstOrDefault(c => c.Type == (principal.NameType ?? "name"))?.Value;
        return new Caller(PrincipalIds.Of(provider, tenant, subject), isAdmin, name);
    }

    /// <summary>The first claim of these that is there; a claim with two values names nobody.</summary>
    private static string? Single(ClientPrincipal principal, string[] types)
    {
        foreach (var type in types)
        {
            var values = principal.Claims.Where(c => c.Type == type).Select(c => c.Value).Distinct().ToList();
            if (values.Count > 1)
                throw Malformed();
            if (values.Count == 1)
                return values[0];
        }

        return null;
    }

    private static ClientPrincipal Parse(string header)
    {
        try
        {
            var principal = JsonSerializer.Deserialize<ClientPrincipal>(Convert.FromBase64String(header), ClientPrincipal.Json);
            return principal?.Claims is null || principal.Claims.Any(c => c?.Type is null || c.Value is null) ? throw Malformed() : principal;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Malformed();
        }
    }

    private static RequestException Malformed() => IdentityHeaders.Refused($"{IdentityHeaders.Principal} is malformed.");
}
