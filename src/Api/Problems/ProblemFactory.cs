using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Problems;

/// <summary>From exceptions to problems. Pure, apart from reading the trace id.</summary>
internal static class ProblemFactory
{
    private const int MaxDetail = 2000;

    /// <summary>What the caller is told. The text of an unforeseen exception never leaves the service.</summary>
    public static (string Code, string Detail, TimeSpan? RetryAfter, string? ActiveJobId) Describe(Exception exception) => exception switch
    {
        RequestException e => (e.Code, e.Message, e.RetryAfter, e.ActiveJobId),
        StageException e => (e.Code, e.Message, null, null),
        BadHttpRequestException { StatusCode: 413 } => (ErrorCodes.TooLarge, "The body is larger than this address takes.", null, null),
        BadHttpRequestException { StatusCode: 408 } => (ErrorCodes.RequestTimeout, "The body came too slowly.", null, null),
        BadHttpRequestException => (ErrorCodes.InvalidRequest, "The request breaks the rules of HTTP.", null, null),
        _ when StorageFailures.IsTransient(exception) => (ErrorCodes.StorageUnavailable, "The storage does not answer. Try again in a moment.", TimeSpan.FromSeconds(5), null),
        _ => (ErrorCodes.Internal, "Something went wrong here. Try again; tell an operator the traceId if it stays.", null, null),
    };

    /// <summary>The body of an error.</summary>
    public static ApiProblem Create(HttpContext context, string code, string detail, string? activeJobId = null)
    {
        var kind = ProblemTable.Of(code);
        return new ApiProblem
        {
            Type = $"/docs/errors#{kind.Code}",
            Title = kind.Title,
            Status = kind.Status,
            Code = kind.Code,
            Detail = Shown(detail, MaxDetail),
            TraceId = TraceIdOf(context),
            ActiveJobId = activeJobId,
        };
    }

    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>Foreign text inside a message: short, and on one line.</summary>
    public static string Shown(string text, int limit = 60)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= limit)
                return shown.Append('…').ToString();
            shown.Append(Rune.IsControl(rune) ? "?" : rune.ToString());
        }

        return shown.ToString();
    }
}
