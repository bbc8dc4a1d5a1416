using Microsoft.AspNetCore.Http;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Dispatch;

/// <summary>
/// Refuses changes that a browser sends on behalf of another site's page. Needed where the identity comes without the page's doing:
/// the platform's login cookie, and development identity on loopback.
/// </summary>
internal static class OriginGuard
{
    public static void Check(HttpContext context, CorsPolicy cors)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || IsOwn(request, cors))
            return;
        throw new RequestException(
            ErrorCodes.Forbidden, "A page of another site sent this. An administrator can allow its origin under api:cors_origins.");
    }

    private static bool IsOwn(HttpRequest request, CorsPolicy cors)
    {
        var origins = request.Headers.Origin;
        if (origins.Count > 1)
            return false;
        if (origins is [{ } origin] && cors.Allows(origin))
            return true;
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
            return site is ["same-origin"] or ["none"];
        return origins.Count == 0 || IsSameHost(origins[0], request);
    }

    /// <summary>
    /// Older browsers do not say how the sites relate. In front of Azure Functions the host's own proxy keeps the name that the client
    /// used in <c>X-Forwarded-Host</c>; a page cannot set that header across sites without a preflight.
    /// </summary>
    private static bool IsSameHost(string? origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (Equal(uri.Authority, request.Host.Value) || Equal(uri.Authority, request.Headers["X-Forwarded-Host"]));

    private static bool Equal(string authority, string? host) => string.Equals(authority, host, StringComparison.OrdinalIgnoreCase);
}
