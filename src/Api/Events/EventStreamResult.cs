using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using TransVox.Api.Dispatch;
using TransVox.Api.Endpoints;
using TransVox.Api.Options;
using TransVox.Api.Problems;

namespace TransVox.Api.Events;

/// <summary>Sends a job's events until its end, the client's, or the longest life of a stream.</summary>
internal sealed class EventStreamResult(
    ApiRequest request, string jobId, long after, IDisposable slot, EventOptions options, TimeProvider time, ILogger logger) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var place = slot;
        using var old = new CancellationTokenSource(TimeSpan.FromMinutes(options.MaxMinutes), time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(request.Cancelled, old.Token);
        Prepare(httpContext);
        var writer = new EventWriter(httpContext.Response, TimeSpan.FromSeconds(options.SlowClientSeconds), time);
        try
        {
            await writer.OpenAsync(stop.Token);
            await SendAsync(writer, stop.Token);
        }
        catch (SlowReaderException)
        {
            ApiLog.SlowReader(logger, jobId);
            httpContext.Abort();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client left, or comes back on a new stream.
        }
        catch (Exception e) when (e is not IOException)
        {
            // The status is sent already, so the error is an event, and clients come back after it.
            ApiLog.StreamBroke(logger, e, jobId);
            var (code, detail, _, _) = ProblemFactory.Describe(e);
            await writer.WriteErrorAsync(ProblemFactory.Create(httpContext, code, detail), request.Cancelled);
        }
    }

    private static void Prepare(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task SendAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = request.Jobs.WatchAsync(request.Caller, jobId, after, watching.Token).GetAsyncEnumerator(watching.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                while (!await IsReadyAsync(next, cancellationToken))
                    await writer.BeatAsync(cancellationToken);
                if (!await next)
                    return;
                await writer.WriteAsync(events.Current, cancellationToken);
                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await StopAsync(events, next, watching);
        }
    }

    /// <summary>Waits for the next event, or for the time of a heartbeat.</summary>
    private async Task<bool> IsReadyAsync(Task next, CancellationToken cancellationToken)
    {
        if (next.IsCompleted)
            return true;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beat = Task.Delay(TimeSpan.FromSeconds(options.HeartbeatSeconds), time, enough.Token);
        var first = await Task.WhenAny(next, beat);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == next;
    }

    /// <summary>An enumerator may be disposed only between two steps, so the last one is ended first.</summary>
    private static async Task StopAsync(IAsyncEnumerator<JobEvent> events, Task<bool> next, CancellationTokenSource watching)
    {
        await watching.CancelAsync();
        await next.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await events.DisposeAsync();
    }
}
