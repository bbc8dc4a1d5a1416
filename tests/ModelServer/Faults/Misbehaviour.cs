using System.Text;

namespace TransVox.ModelServer.Faults;

/// <summary>Stands before the endpoints: notes each request, wants the key, and answers badly where that needs no knowledge of what is said.</summary>
internal sealed class Misbehaviour(FaultPlan faults, RequestLog requests, string? key, TimeProvider time)
{
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(50);

    /// <summary>The fault of a request, for what knows how to do it.</summary>
    public static Fault? Of(HttpContext context) => context.Items[typeof(Fault)] as Fault;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/control", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var authorization = context.Request.Headers.Authorization.ToString() is { Length: > 0 } header
            ? header
            : context.Request.Headers["Ocp-Apim-Subscription-Key"].ToString();
        requests.Begin(context.Request.Path, authorization.Length == 0 ? null : authorization);
        try
        {
            if (key is not null && authorization != key && authorization != "Bearer " + key)
            {
                // Real servers repeat what they refuse.
                await ErrorAsync(context, 401, "invalid_api_key", $"Incorrect API key provided: {authorization.Replace("Bearer ", "", StringComparison.Ordinal)}.");
                return;
            }

            var fault = faults.Take(context.Request.Path);
            context.Items[typeof(Fault)] = fault;
            await AnswerAsync(context, next, fault);
        }
        finally
        {
            requests.End();
        }
    }

    public static Task ErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = new { message, type = code, code } });
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                if (fault.RetryAfter is { } after)
                {
                    context.Response.Headers.RetryAfter = after.ToString(System.Globalization.CultureInfo.InvariantCulture);
                }

                await ErrorAsync(context, fault.Status, "fault", fault.Body ?? "As it was told.");
                break;
            case FaultKind.Reset:
                context.Abort();
                break;
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
                break;
            case FaultKind.Cut or FaultKind.Drip or FaultKind.InvalidJson or FaultKind.Empty or FaultKind.NoSound:
                await SpoilAsync(context, next, fault.Kind);
                break;
            default:
                await next(context);
                break;
        }
    }

    /// <summary>Answers well, and spoils the answer on its way.</summary>
    private async Task SpoilAsync(HttpContext context, RequestDelegate next, FaultKind kind)
    {
        var connection = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = connection;
        var bytes = answer.ToArray();
        context.Response.ContentLength = null;
        switch (kind)
        {
            case FaultKind.Cut:
                context.Response.ContentLength = bytes.Length;
                await connection.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
                await connection.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            case FaultKind.Drip:
                foreach (var one in bytes)
                {
                    await connection.WriteAsync(new[] { one }, context.RequestAborted);
                    await connection.FlushAsync(context.RequestAborted);
                    await Task.Delay(BetweenBytes, time, context.RequestAborted);
                }

                break;
            case FaultKind.NoSound:
                await connection.WriteAsync(Encoding.UTF8.GetBytes("<html><body>It works!</body></html>"), context.RequestAborted);
                break;
            default:
                // JSON that ends in the middle; a sound file that is a header.
                await connection.WriteAsync(bytes.AsMemory(0, kind == FaultKind.Empty ? 44 : bytes.Length / 2), context.RequestAborted);
                break;
        }
    }
}
