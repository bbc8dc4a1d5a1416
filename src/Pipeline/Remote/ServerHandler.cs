using System.Net.Sockets;
using System.Text;

namespace TransVox.Pipeline.Remote;

/// <summary>Signs requests, bounds answers, and tells failures apart before a client library sees them: what it would say may hold the key.</summary>
internal sealed class ServerHandler(string server, ServerKey key, IDictionary<string, string>? query, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const long MostBytes = 64L << 20;
    private const int MostOfAnError = 2000;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var secret = await key.ReadAsync(cancellationToken);
        key.Sign(request, secret);
        request.RequestUri = WithQuery(request.RequestUri!);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var body = await BeginningAsync(response, cancellationToken);
                throw RemoteFailure.Of(server, response.StatusCode, Without(secret, body), AfterOf(response));
            }

            await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
            return response;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            response?.Dispose();
            throw RemoteFailure.NoAnswer(server, e);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private Uri WithQuery(Uri address)
    {
        if (query is not { Count: > 0 })
        {
            return address;
        }

        var added = string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return new UriBuilder(address) { Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{added}" : added }.Uri;
    }

    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MostOfAnError];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    // Servers repeat the key that they refuse.
    private static string Without(string? secret, string text) =>
        secret is null ? text : text.Replace(secret, "(key)", StringComparison.Ordinal);

    private static TimeSpan? AfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } sent => date > sent ? date - sent : TimeSpan.Zero,
        _ => null,
    };
}
