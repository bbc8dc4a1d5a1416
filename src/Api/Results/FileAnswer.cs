using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Results;

/// <summary>A file with range requests and conditional requests. What a user uploaded is never shown as a page.</summary>
internal sealed class FileAnswer(JobFile file, bool attach) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using (file)
        {
            var response = httpContext.Response;
            var shown = IsMedia(file.ContentType) || IsText(file.ContentType);
            response.Headers.ContentDisposition = Disposition(attach || !shown ? "attachment" : "inline", file.FileName);
            response.Headers.CacheControl = "private, no-cache";
            // The framework takes any unit for bytes; RFC 9110 wants one that is not known to be ignored.
            if (!httpContext.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
                httpContext.Request.Headers.Remove(HeaderNames.Range);
            if (IsOutOfRange(httpContext.Request, file.Content.Length))
            {
                response.Headers.ContentRange = new ContentRangeHeaderValue(file.Content.Length).ToString();
                await new ProblemResult(ErrorCodes.RangeNotSatisfiable, $"The file has {file.Content.Length} bytes.").ExecuteAsync(httpContext);
                return;
            }

            var result = TypedResults.Stream(
                file.Content,
                shown ? file.ContentType : "application/octet-stream",
                fileDownloadName: null,
                file.LastModified,
                new EntityTagHeaderValue(ETags.Quote(file.ETag)),
                enableRangeProcessing: true);
            await result.ExecuteAsync(httpContext);
        }
    }

    /// <summary>RFC 6266: an ASCII fallback and the exact name. The framework escapes what could end the header or the quotes.</summary>
    internal static string Disposition(string type, string fileName)
    {
        var header = new ContentDispositionHeaderValue(type);
        header.SetHttpFileName(fileName);
        return header.ToString();
    }

    /// <summary>The framework's own answer to such a range has no body to say why.</summary>
    private static bool IsOutOfRange(HttpRequest request, long length)
    {
        if (!ETags.IsRead(request.Method) || request.Headers.IfRange.Count > 0 || request.Headers.Range.Count != 1
            || !RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range)
            || range.Ranges.Count != 1)
            return false;
        var only = range.Ranges.Single();
        return only.From is { } from ? from >= length : only.To is 0 || length == 0;
    }

    private static bool IsMedia(string contentType) =>
        contentType.StartsWith("video/", StringComparison.OrdinalIgnoreCase) || contentType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase);

    private static bool IsText(string contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Value?.ToLowerInvariant() is "text/plain" or "text/vtt" or "application/json" or "application/x-subrip";
}
