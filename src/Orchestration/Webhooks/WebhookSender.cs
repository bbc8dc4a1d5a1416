using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Outbound;

namespace TransVox.Orchestration.Webhooks;

/// <summary>Sends one message once, signed as Standard Webhooks has it.</summary>
public sealed class WebhookSender : IDisposable
{
    private const int MaxAnswer = 1024;
    private readonly OutboundGuard _guard;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly HttpClient _http;

    public WebhookSender(OutboundGuard guard, IOptions<TransVoxOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(guard);
        ArgumentNullException.ThrowIfNull(options);
        (_guard, _time) = (guard, time);
        _limit = TimeSpan.FromSeconds(options.Value.Webhooks.TimeoutSeconds);
        // The time limit is the attempt's own, and holds for the answer's body too.
        _http = new HttpClient(guard.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends, and says what came of it. Only the end of the host is an exception.</summary>
    public async Task<DeliveryAttempt> SendAsync(Webhook webhook, Delivery delivery, int number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        ArgumentNullException.ThrowIfNull(delivery);
        var started = _time.GetUtcNow();
        using var limit = new CancellationTokenSource(_limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        DeliveryAttempt Attempt(int? status, string? error, string? answer = null) =>
            new(number, started, Math.Round((_time.GetUtcNow() - started).TotalSeconds, 3), status, error, answer);
        try
        {
            using var request = RequestOf(webhook, delivery, started);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var answer = await StartOfAsync(response, both.Token);
            var status = (int)response.StatusCode;
            return Attempt(status, ErrorOf(status), answer);
        }
        catch (AddressRefusedException e)
        {
            return Attempt(null, e.Message);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Attempt(null, string.Create(CultureInfo.InvariantCulture, $"No whole answer within {_limit.TotalSeconds} seconds."));
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return Attempt(null, OutboundFailures.Describe(e));
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestOf(Webhook webhook, Delivery delivery, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _guard.Require(webhook.Url))
        {
            Content = new StringContent(delivery.Body, new UTF8Encoding(false), "application/json"),
        };
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", webhook.Secret.Sign(delivery.Id, timestamp, delivery.Body));
        request.Headers.UserAgent.ParseAdd("TransVox-Webhook/1");
        return request;
    }

    private static string? ErrorOf(int status) => status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"The receiver answered {status}; redirects are not followed.",
        _ => $"The receiver answered {status}.",
    };

    private static async Task<string?> StartOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxAnswer];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var text = new string([.. Encoding.UTF8.GetString(buffer, 0, length).Where(c => !char.IsControl(c) || c is '\n' or '\t')]);
        return text.Length == 0 ? null : text;
    }
}
