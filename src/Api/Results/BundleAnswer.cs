using Microsoft.AspNetCore.Http;

namespace TransVox.Api.Results;

/// <summary>A job as an archive, written as it is read. Its last entry says that it is whole: an answer that breaks off has none.</summary>
internal sealed class BundleAnswer(Func<Stream, CancellationToken, Task> write) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/x-tar";
        httpContext.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : write(httpContext.Response.Body, httpContext.RequestAborted);
    }
}
