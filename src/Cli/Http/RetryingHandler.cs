using System.Net;
using System.Net.Sockets;
using Polly;
using Polly.Retry;

namespace TransVox.Cli.Http;

/// <summary>
/// Sends a request again when the connection broke or the service is briefly not there, with jittered back-off. Only requests whose
/// repetition changes nothing: GET, PUT and DELETE, and POST with an <c>Idempotency-Key</c>. Every body that this program sends can be
/// sent twice (<see cref="Upload.FileContent"/> opens its file anew).
/// </summary>
internal sealed class RetryingHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public RetryingHandler(HttpMessageHandler inner, int retries, TimeSpan firstDelay) : base(inner)
    {
        _pipeline = retries == 0
            ? ResiliencePipeline<HttpResponseMessage>.Empty
            : new ResiliencePipelineBuilder<HttpResponseMessage>().AddRetry(Options(retries, firstDelay)).Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Request, request);
        try
        {
            return await _pipeline.ExecuteAsync(
                async c => await AnswerAsync(request, c.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>A connection that is reset as soon as it is made comes through as what the socket threw.</summary>
    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e);
        }
    }

    private static RetryStrategyOptions<HttpResponseMessage> Options(int retries, TimeSpan firstDelay) => new()
    {
        MaxRetryAttempts = retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = firstDelay,
        MaxDelay = TimeSpan.FromSeconds(15),
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Context.Properties.TryGetValue(Request, out var request) && IsRepeatable(request) && IsPassing(arguments.Outcome)),
        DelayGenerator = arguments => ValueTask.FromResult(
            arguments.Outcome.Result is { } response ? ServiceErrors.RetryAfterOf(response) : null),
        OnRetry = arguments =>
        {
            arguments.Outcome.Result?.Dispose();
            return ValueTask.CompletedTask;
        },
    };

    private static bool IsRepeatable(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete
            || request.Headers.Contains("Idempotency-Key");

    /// <summary>A full queue is not passing: its answer is the user's to decide on.</summary>
    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or IOException } => true,
        { Result.StatusCode: HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => true,
        // The first request with this Idempotency-Key died half way; the service asks for it again.
        { Result: { StatusCode: HttpStatusCode.Conflict } response } => ServiceErrors.RetryAfterOf(response) <= TimeSpan.FromSeconds(5),
        _ => false,
    };
}
