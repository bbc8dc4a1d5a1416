using System.Net;
using System.Net.Http.Headers;
using TransVox.Orchestration.Outbound;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Sources;

/// <summary>Asks for a video over HTTP: every redirect is checked like the address itself, and what is no video is refused by its type.</summary>
public sealed class HttpVideo : IDisposable
{
    private const int MaxRedirects = 5;
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    // RFC 9110: a date is a strong validator when the file had not changed for this long when it was sent.
    private static readonly TimeSpan StrongAge = TimeSpan.FromSeconds(60);
    private readonly SourceAddresses _addresses;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public HttpVideo(OutboundGuard guard, SourceAddresses addresses, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(guard);
        (_addresses, _time) = (addresses, time);
        _http = new HttpClient(guard.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for the rest of a file, or for all of it where that is what the server has.</summary>
    /// <param name="address">An address that was checked.</param>
    /// <param name="offset">Where the rest begins.</param>
    /// <param name="validator">Of the version whose rest is wanted; without one all is asked for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="FetchException">There is no video to be had.</exception>
    /// <exception cref="AddressRefusedException">A redirect leads where the service does not go.</exception>
    internal async Task<HttpAnswer> OpenAsync(Uri address, long offset, string? validator, CancellationToken cancellationToken)
    {
        if (validator is null)
            offset = 0;
        while (true)
        {
            var response = await FollowAsync(address, offset, validator, cancellationToken);
            try
            {
                if (offset > 0 && !Fits(response, offset))
                {
                    response.Dispose();
                    offset = 0;
                    continue;
                }

                RequireVideo(response);
                var range = response.Content.Headers.ContentRange;
                return new HttpAnswer(response, range is not null, ValidatorOf(response), range?.Length ?? response.Content.Headers.ContentLength);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }

    /// <summary>All of the file is an answer to a question for its rest too; a part that was not asked for, or none, is not.</summary>
    private static bool Fits(HttpResponseMessage response, long offset) => response.StatusCode switch
    {
        HttpStatusCode.PartialContent => response.Content.Headers.ContentRange is { Unit: "bytes" } range && range.From == offset,
        HttpStatusCode.RequestedRangeNotSatisfiable => false,
        _ => true,
    };

    private async Task<HttpResponseMessage> FollowAsync(Uri address, long offset, string? validator, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            using var request = RequestOf(address, offset, validator);
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return response;
            using (response)
            {
                var target = response.Headers.Location ?? throw new FetchException(ErrorCodes.SourceUnavailable, "The server redirects to nowhere.");
                address = _addresses.Require(target.IsAbsoluteUri ? target.OriginalString : new Uri(address, target).AbsoluteUri);
            }
        }

        throw new FetchException(ErrorCodes.SourceUnavailable, $"The server redirects more than {MaxRedirects} times. Give the address at the end of them.");
    }

    private static HttpRequestMessage RequestOf(Uri address, long offset, string? validator)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.ParseAdd("TransVox/1");
        request.Headers.AcceptEncoding.ParseAdd("identity");
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            request.Headers.TryAddWithoutValidation("If-Range", validator);
        }

        return request;
    }

    private void RequireVideo(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is not (200 or 206))
        {
            var passing = status is 408 or 429 or >= 500;
            throw new FetchException(
                ErrorCodes.SourceUnavailable,
                $"The server answered {status}. {(passing ? "Retry the job later." : "Open the address yourself: it must lead to the file without a login.")}",
                passing ? Retryability.Transient : Retryability.Never,
                RetryAfterOf(response));
        }

        var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
        if (type is "text/html" or "application/xhtml+xml")
            throw new FetchException(ErrorCodes.SourceNotVideo, "This is a web page, not a video. Give the address of the file itself.");
        if (type.StartsWith("text/", StringComparison.Ordinal) || type.StartsWith("image/", StringComparison.Ordinal) || type is "application/json" or "application/xml" or "application/pdf"
            || type.EndsWith("+json", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal))
            throw new FetchException(ErrorCodes.SourceNotVideo, $"What is at this address is no video but '{type}'. Give the address of the file itself.");
    }

    private TimeSpan RetryAfterOf(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - _time.GetUtcNow() ?? TimeSpan.Zero : TimeSpan.Zero;
        return after < TimeSpan.Zero ? TimeSpan.Zero : after > MaxRetryAfter ? MaxRetryAfter : after;
    }

    private static string? ValidatorOf(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { IsWeak: false } tag)
            return tag.Tag;
        return response.Content.Headers.LastModified is { } modified && response.Headers.Date - modified >= StrongAge ? modified.ToString("r") : null;
    }
}
