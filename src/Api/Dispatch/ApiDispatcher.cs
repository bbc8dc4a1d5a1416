using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using TransVox.Api.Endpoints;
using TransVox.Api.Identity;
using TransVox.Api.Problems;
using TransVox.Api.Results;
using TransVox.Api.Submit;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Dispatch;

/// <summary>
/// Runs an endpoint of the table for a request of either host. Azure Functions has no middleware pipeline, so everything between the
/// socket and the handler happens here: headers, CORS, identity, rate limit, body limit, and errors as problem details.
/// </summary>
public sealed class ApiDispatcher
{
    private readonly IdentityChain _identity;
    private readonly CorsPolicy _cors;
    private readonly SecurityHeaders _headers;
    private readonly UserRateLimiter _rates;
    private readonly ILogger<ApiDispatcher> _logger;

    internal ApiDispatcher(IdentityChain identity, CorsPolicy cors, SecurityHeaders headers, UserRateLimiter rates, ILogger<ApiDispatcher> logger) =>
        (_identity, _cors, _headers, _rates, _logger) = (identity, cors, headers, rates, logger);

    /// <summary>Answers a request. Never throws, except when the host itself ends.</summary>
    /// <param name="endpointName">A name of <see cref="ApiEndpoints.All"/>.</param>
    /// <param name="context">The request.</param>
    public async Task InvokeAsync(string endpointName, HttpContext context)
    {
        var endpoint = ApiEndpoints.Get(endpointName);
        try
        {
            _headers.Apply(context, endpoint.Policy);
            var result = await AnswerAsync(endpoint, context);
            await result.ExecuteAsync(context);
        }
        catch (Exception e)
        {
            // The boundary of the service: whatever happened becomes an answer and a line in the log.
            await FailAsync(context, endpoint, e);
        }
    }

    private async Task<IResult> AnswerAsync(ApiEndpoint endpoint, HttpContext context)
    {
        if (HttpMethods.IsOptions(context.Request.Method))
            return _cors.Preflight(context);
        _cors.Apply(context);
        OriginGuard.Check(context, _cors);
        SetBodyLimit(context, endpoint.MaxBody);
        Caller? caller = null;
        if (endpoint.Access != ApiAccess.Anonymous)
        {
            caller = await _identity.IdentifyAsync(context, context.RequestAborted);
            _rates.Take(caller.UserId);
            if (endpoint.Access == ApiAccess.Admin && !caller.IsAdmin)
                throw new RequestException(ErrorCodes.Forbidden, "This needs an administrator's identity.");
        }

        return await endpoint.Handler(new ApiRequest(context, endpoint, caller));
    }

    /// <summary>Larger declared bodies are refused before a byte is read; others are cut off by the server at the limit.</summary>
    internal static void SetBodyLimit(HttpContext context, long? limit)
    {
        if (limit is { } max && context.Request.ContentLength > max)
            throw TooLarge(max);
        var feature = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (feature is { IsReadOnly: false })
            feature.MaxRequestBodySize = limit;
    }

    internal static RequestException TooLarge(long max) => new(
        ErrorCodes.TooLarge, max == 0 ? "This address takes no body." : $"The body may have {max} bytes at most.");

    private async Task FailAsync(HttpContext context, ApiEndpoint endpoint, Exception e)
    {
        var gone = context.RequestAborted.IsCancellationRequested;
        if (e is ClientGoneException || (gone && e is OperationCanceledException or IOException))
        {
            ApiLog.ClientWentAway(_logger, endpoint.Name);
            context.Abort();
            return;
        }

        var (code, detail, retryAfter, activeJobId) = ProblemFactory.Describe(e);
        Report(context, endpoint, e, code);
        if (context.Response.HasStarted)
        {
            // Too late for another status: a broken connection is the only way left to say that the answer is not whole.
            context.Abort();
            return;
        }

        try
        {
            CloseAfterUnreadBody(context);
            await new ProblemResult(code, detail, retryAfter, activeJobId).ExecuteAsync(context);
        }
        catch (Exception again) when (again is OperationCanceledException or IOException)
        {
            ApiLog.ClientWentAway(_logger, endpoint.Name);
        }
    }

    /// <summary>The rest of a refused upload is not worth reading, so the connection ends with the answer.</summary>
    private static void CloseAfterUnreadBody(HttpContext context)
    {
        var detects = context.Features.Get<IHttpRequestBodyDetectionFeature>();
        if (detects is { CanHaveBody: true } && context.Request.ContentLength is null or > 1 << 16 && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
    }

    private void Report(HttpContext context, ApiEndpoint endpoint, Exception e, string code)
    {
        var traceId = ProblemFactory.TraceIdOf(context);
        if (code == ErrorCodes.Internal)
            ApiLog.Unforeseen(_logger, e, endpoint.Name, traceId);
        else if (code == ErrorCodes.StorageUnavailable)
            ApiLog.StorageAway(_logger, e, endpoint.Name, traceId);
        else
            ApiLog.Refused(_logger, endpoint.Name, code, traceId);
        Activity.Current?.SetTag("transvox.error", code);
    }
}
