using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TransVox.Api.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>
/// Development identity: whoever can reach a loopback port of the machine may be anybody. So it must be switched on, the host must
/// listen on loopback only, both ends of the connection must be loopback, and nothing may hint at a proxy or at a page of another site
/// (whose own name was made to point at loopback).
/// </summary>
internal sealed class DevAuthenticator(ApiHost host, IOptions<ApiOptions> options) : IAuthenticator
{
    private const string DefaultUser = "dev";

    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    public bool IsPresented(HttpContext context) =>
        context.Request.Headers.ContainsKey(IdentityHeaders.DevUser) || context.Request.Headers.ContainsKey(IdentityHeaders.DevAdmin);

    /// <summary>Whether a request without any identity is the user <c>dev</c>, an administrator.</summary>
    public bool IsDefaultAllowed(HttpContext context) => WhyNot(context) is null;

    public ValueTask<Caller> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (WhyNot(context) is { } reason)
            throw IdentityHeaders.Refused($"Development identity is not accepted here: {reason}.");
        var name = context.Request.Headers[IdentityHeaders.DevUser].ToString();
        if (name.Length > 200 || name.Any(char.IsControl) || (context.Request.Headers.ContainsKey(IdentityHeaders.DevUser) && string.IsNullOrWhiteSpace(name)))
            throw IdentityHeaders.Refused($"{IdentityHeaders.DevUser} must be a name of 1 to 200 characters.");
        if (name.Length == 0)
            name = DefaultUser;
        return ValueTask.FromResult(new Caller(UserIds.FromPrincipal(name), IsAdmin(context.Request.Headers), name));
    }

    // Who names nobody is the person at this machine, who could name an administrator just as well.
    private static bool IsAdmin(IHeaderDictionary headers) => headers[IdentityHeaders.DevAdmin].ToString() switch
    {
        "" => !headers.ContainsKey(IdentityHeaders.DevUser),
        "false" => false,
        "true" => true,
        _ => throw IdentityHeaders.Refused($"{IdentityHeaders.DevAdmin} must be true or false."),
    };

    private string? WhyNot(HttpContext context)
    {
        if (!options.Value.DevIdentity)
            return "it is switched off";
        if (!host.LoopbackOnly)
            return "the host does not listen on loopback only";
        if (!IsLoopback(context.Connection.RemoteIpAddress) || !IsLoopback(context.Connection.LocalIpAddress))
            return "the connection is not a local one";
        if (ProxyHeaders.Any(context.Request.Headers.ContainsKey))
            return "a proxy stands in front";
        return IsLocalName(context.Request.Host.Host) ? null : "the address is not a local one";
    }

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    private static bool IsLocalName(string name) =>
        string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
