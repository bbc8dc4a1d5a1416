using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TransVox.Api.Options;
using TransVox.Api.Results;

namespace TransVox.Api.Dispatch;

/// <summary>
/// CORS, closed unless origins are configured. The framework's policy runs as middleware, which Azure Functions lacks. Credentials are
/// never allowed: other sites send a key or a token.
/// </summary>
internal sealed class CorsPolicy(IOptions<ApiOptions> options)
{
    private const string AllowedHeaders = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, If-Range, Last-Event-ID, Range";
    private const string ExposedHeaders = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Idempotency-Replayed, Location, Retry-After";

    private readonly HashSet<string> _origins = new(options.Value.CorsOrigins, StringComparer.OrdinalIgnoreCase);

    public bool Allows(string origin) => _origins.Contains(origin);

    /// <summary>Lets an allowed origin's page read the answer.</summary>
    public void Apply(HttpContext context)
    {
        if (!TryGetAllowed(context, out var origin))
            return;
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlExposeHeaders = ExposedHeaders;
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    /// <summary>The answer to <c>OPTIONS</c>, from a browser before a request of another origin or from anybody else.</summary>
    public IResult Preflight(HttpContext context)
    {
        var methods = RouteTable.At(context.Request.Path).SelectMany(e => e.Methods).Distinct().ToList();
        if (methods.Count == 0)
            return new ProblemResult(ErrorCodes.NotFound, "There is nothing at this address.");
        var response = context.Response;
        response.Headers.Allow = string.Join(", ", [.. methods, "OPTIONS"]);
        if (TryGetAllowed(context, out var origin))
        {
            response.Headers.AccessControlAllowOrigin = origin;
            response.Headers.AccessControlAllowMethods = string.Join(", ", methods);
            response.Headers.AccessControlAllowHeaders = AllowedHeaders;
            response.Headers.AccessControlMaxAge = "600";
        }

        return TypedResults.NoContent();
    }

    private bool TryGetAllowed(HttpContext context, out string origin)
    {
        origin = "";
        if (context.Request.Headers.Origin is not { Count: 1 } given || given[0] is not { } text || !Allows(text))
            return false;
        origin = text;
        return true;
    }
}
