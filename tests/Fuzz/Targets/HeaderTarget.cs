using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using TransVox.Api.Endpoints;
using TransVox.Api.Events;
using TransVox.Api.Results;
using TransVox.Api.Submit;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;

namespace TransVox.Fuzz;

/// <summary>
/// What stands in an address and in headers: the first line is a path with a query, the others are headers. Ids, page tokens, ids of events,
/// entity tags, filters, ranges.
/// </summary>
internal static class HeaderTarget
{
    public static void Run(byte[] input)
    {
        var (line, rest) = Inputs.FirstLine(input);
        var context = ContextOf(line, rest);
        var request = Requests.Of(context);
        Refusable(() => EventEndpoint.LastEventId(request));
        Refusable(() => ETags.ReadIfMatch(context.Request.Headers));
        Refusable(() => ETags.Matches(context.Request.Headers.IfNoneMatch, ETags.Quote("1")));
        Refusable(() => SubmitHandler.ValidKey(request.Header("Idempotency-Key") ?? ""));
        Refusable(() => JobReader.DecodeToken(JobEndpoints.FilterOf(request).After));
        Refusable(() => request.QueryEnum<JobPriority>("priority"));
        Refusable(() => request.QueryFlag("download"));
        Refusable(() => FileEndpoints.Name(request));
        Refusable(() => JobEndpoints.JobId(request));
        Refusable(() => Download(context));
        CheckId(request.Route("id"));
    }

    private static DefaultHttpContext ContextOf(string line, byte[] headers)
    {
        var query = line.IndexOf('?', StringComparison.Ordinal);
        var path = WebUtility.UrlDecode(query < 0 ? line : line[..query]);
        var context = new DefaultHttpContext
        {
            Request = { Method = "GET", QueryString = query < 0 ? default : new QueryString(line[query..]) },
            Response = { Body = new MemoryStream() },
        };
        context.Request.RouteValues["id"] = context.Request.RouteValues["name"] = path;
        context.Request.Query = new QueryCollection(QueryHelpers.ParseQuery(context.Request.QueryString.Value));
        foreach (var header in Inputs.Text(headers).Split('\n', 16))
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && header.AsSpan(0, colon).Trim().Length > 0)
                context.Request.Headers.Append(header[..colon].Trim(), header[(colon + 1)..].Trim());
        }

        return context;
    }

    /// <summary>A file that is sent: ranges and conditions are of whoever asks, its name of whoever uploaded it.</summary>
    private static object? Download(HttpContext context)
    {
        var name = context.Request.RouteValues["name"]!.ToString()!;
        var disposition = FileAnswer.Disposition("attachment", name);
        Claim.That(disposition.All(c => c is >= ' ' and <= '~'), "a header is one line of ASCII");
        using var content = new MemoryStream(new byte[100]);
        var answer = new FileAnswer(new JobFile(content, "video/mp4", "video.mp4", "etag", DateTimeOffset.UnixEpoch), attach: true);
        context.RequestServices = Services.Instance;
        answer.ExecuteAsync(context).GetAwaiter().GetResult();
        Claim.That(context.Response.StatusCode is 200 or 206 or 304 or 412 or 416, "a file is sent whole, in part, or not");
        return null;
    }

    private static void CheckId(string id)
    {
        if (JobIds.UserOf(id) is not { } owner)
            return;
        Claim.That(id.StartsWith(JobIds.PrefixOf(owner), StringComparison.Ordinal) && UserIds.OwnsJobs(owner), "a job's id names its owner");
    }

    private static void Refusable(Func<object?> read)
    {
        try
        {
            _ = read();
        }
        catch (RequestException)
        {
            // Refused, with a reason.
        }
    }
}
