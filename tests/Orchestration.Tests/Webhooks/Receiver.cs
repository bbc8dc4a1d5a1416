using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TransVox.Orchestration.Tests.Webhooks;

/// <summary>A program that receives webhooks on loopback, and answers as a test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();

    private Receiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>What came in, in the order in which it came.</summary>
    public ConcurrentQueue<Message> Messages { get; } = new();

    /// <summary>Answers the nth request, from 1; by default 204.</summary>
    public Func<int, HttpContext, CancellationToken, Task> Answer { get; set; } = (_, context, _) =>
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    public string Address => _app.Urls.Single() + "/hook";

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Answers the nth request with the nth status, and all further ones with the last.</summary>
    public void AnswerWith(params int[] statuses) => Answer = (n, context, _) =>
    {
        context.Response.StatusCode = statuses[Math.Min(n, statuses.Length) - 1];
        return Task.CompletedTask;
    };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Messages.Enqueue(new Message(
            context.Request.Headers["webhook-id"].ToString(), context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()), body,
            JsonDocument.Parse(body).RootElement.GetProperty("type").GetString()!));
        await Answer(Messages.Count, context, _stopping.Token);
    }

    internal sealed record Message(string Id, IReadOnlyDictionary<string, string> Headers, string Body, string Type);
}
