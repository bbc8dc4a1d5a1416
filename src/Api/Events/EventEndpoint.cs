using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Api.Endpoints;
using TransVox.Api.Options;

namespace TransVox.Api.Events;

/// <summary><c>GET /api/jobs/{id}/events</c>.</summary>
internal sealed class EventEndpoint(StreamSlots slots, IOptions<ApiOptions> options, TimeProvider time, ILogger<EventEndpoint> logger)
{
    public async Task<IResult> OpenAsync(ApiRequest request)
    {
        var (jobId, after) = (JobEndpoints.JobId(request), LastEventId(request));
        // A job that does not exist is a 404, which is only possible before the stream starts.
        await request.Jobs.GetAsync(request.Caller, jobId, request.Cancelled);
        if (HttpMethods.IsHead(request.Http.Request.Method))
            return TypedResults.Empty;
        return new EventStreamResult(request, jobId, after, slots.Take(request.Caller.UserId), options.Value.Events, time, logger);
    }

    /// <summary>The header that browsers send when they come back, or the query parameter for a first connection.</summary>
    internal static long LastEventId(ApiRequest request)
    {
        var text = request.Header("Last-Event-ID") ?? request.Query("lastEventId");
        if (string.IsNullOrEmpty(text))
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw ApiRequest.Invalid("Last-Event-ID must be the id of an event of this stream.");
    }
}
