using System.Net.Http.Json;
using System.Text.Json;

namespace TransVox.Cli.Http;

/// <summary>Turns answers that are not a success into <see cref="ServiceException"/>.</summary>
internal static class ServiceErrors
{
    public static async Task ThrowUnlessSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw await ReadAsync(response, cancellationToken);
    }

    public static async Task<ServiceException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ApiProblem? problem = null;
        if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                problem = await response.Content.ReadFromJsonAsync<ApiProblem>(CliJson.Options, cancellationToken);
            }
            catch (JsonException)
            {
                // Not the service's own answer (a proxy's page, say): the status line has to do.
            }
        }

        var status = (int)response.StatusCode;
        return new ServiceException(
            problem?.Code ?? $"http_{status}",
            problem?.Detail ?? problem?.Title ?? $"The service answered {status} {response.ReasonPhrase}.",
            response.StatusCode,
            RetryAfterOf(response),
            problem?.ActiveJobId);
    }

    public static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => TimeSpan.FromSeconds(Math.Max(0, (date - TimeProvider.System.GetUtcNow()).TotalSeconds)),
        _ => null,
    };

    public static ServiceException Unreachable(Uri server, Exception cause) => new(
        "unreachable",
        $"No answer from {server.GetLeftPart(UriPartial.Authority)} ({cause.Message}). Is the service running? Start one with './transvox up', or name another with --server.",
        innerException: cause);
}
