using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TransVox.Api.Results;

/// <summary>
/// JSON with an ETag: the given version, or a hash of the body. A GET whose <c>If-None-Match</c> names it gets <c>304</c>.
/// </summary>
internal sealed class JsonAnswer(object value, int status = StatusCodes.Status200OK, string? version = null, string? location = null) : IResult
{
    /// <summary>The value, for tests and for the document.</summary>
    public object Value => value;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), ApiJson.Write);
        var tag = ETags.Quote(version ?? ETags.HashOf(body));
        response.StatusCode = status;
        if (location is not null)
            response.Headers.Location = location;
        // An answer with a secret says more.
        if (response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = "private, no-cache";
        if (status == StatusCodes.Status200OK || version is not null)
            response.Headers.ETag = tag;
        if (status == StatusCodes.Status200OK && ETags.IsRead(request.Method) && ETags.Matches(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
