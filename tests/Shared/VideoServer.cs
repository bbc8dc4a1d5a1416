using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TransVox.TestKit;

/// <summary>A web server on loopback that has one video at any path, and sends it as a test says.</summary>
public sealed class VideoServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private int _requests;

    private VideoServer(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<VideoRequest> Requests { get; } = new();

    /// <summary>The file; a test may change it.</summary>
    public byte[] File { get; set; } = RandomNumberGenerator.GetBytes(10 << 20);

    public string? Tag { get; set; } = "\"v1\"";

    public bool HasRanges { get; set; } = true;

    public string? Type { get; set; } = "video/mp4";

    /// <summary>Without it, the length is not told.</summary>
    public bool TellsLength { get; set; } = true;

    /// <summary>Called with the number of the request, from 1, and how many bytes of its answer were sent; may abort or wait. True: it answered.</summary>
    public Func<int, HttpContext, long, CancellationToken, Task<bool>> Interfere { get; set; } = (_, _, _, _) => Task.FromResult(false);

    public string Root => _app.Urls.Single();

    public string Authority => new Uri(Root).Authority;

    public string Address => Root + "/talk.mp4?signature=secret";

    public static async Task<VideoServer> StartAsync(X509Certificate2? certificate = null)
    {
        var server = new VideoServer(certificate);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>After so many bytes of the nth answer the connection is reset.</summary>
    public void ResetAfter(long bytes, params int[] requests) => Interfere = (n, context, sent, _) =>
    {
        if (requests.Contains(n) && sent >= bytes)
            context.Abort();
        return Task.FromResult(false);
    };

    /// <summary>Until the client has hung up.</summary>
    public static async Task UntilGoneAsync(HttpContext context, CancellationToken stopping)
    {
        var gone = new TaskCompletionSource();
        await using var told = context.RequestAborted.Register(gone.SetResult);
        await gone.Task.WaitAsync(stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var n = Interlocked.Increment(ref _requests);
        var (headers, answer) = (context.Request.Headers, context.Response);
        var request = new VideoRequest(context.Request.Path, headers.Range.ToString(), headers["If-Range"].ToString());
        Requests.Enqueue(request);
        if (await Interfere(n, context, 0, _stopping.Token))
            return;
        var from = 0L;
        if (HasRanges && request.Range.Length > 0 && (request.IfRange.Length == 0 || request.IfRange == Tag))
        {
            from = long.Parse(request.Range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            answer.StatusCode = 206;
            answer.Headers.ContentRange = $"bytes {from}-{File.Length - 1}/{File.Length}";
        }

        answer.ContentType = Type;
        if (Tag is not null)
            answer.Headers.ETag = Tag;
        if (TellsLength)
            answer.ContentLength = File.Length - from;
        for (long sent = 0; from + sent < File.Length && !context.RequestAborted.IsCancellationRequested;)
        {
            var count = (int)Math.Min(256 << 10, File.Length - from - sent);
            await answer.Body.WriteAsync(File.AsMemory((int)(from + sent), count), context.RequestAborted);
            await answer.Body.FlushAsync(context.RequestAborted);
            sent += count;
            request.Sent = sent;
            if (await Interfere(n, context, sent, _stopping.Token))
                return;
        }
    }
}
