using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TransVox.Api.Events;

/// <summary>
/// Writes server-sent events. A write that the client does not take within the limit fails: TypedResults.ServerSentEvents would wait
/// for it without end, and has no heartbeats.
/// </summary>
internal sealed class EventWriter(HttpResponse response, TimeSpan limit, TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>Starts the stream and tells clients how soon to come back.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => WriteTextAsync("retry: 2000\n: open\n\n", cancellationToken);

    /// <summary>A comment that keeps the connection open.</summary>
    public Task BeatAsync(CancellationToken cancellationToken) => WriteTextAsync(": beat\n\n", cancellationToken);

    public Task WriteAsync(JobEvent value, CancellationToken cancellationToken)
    {
        Append($"id: {value.Id.ToString(CultureInfo.InvariantCulture)}\nevent: {KindOf(value)}\ndata: ");
        // JSON has no line breaks outside of strings, and inside of them they are escaped: one data line is enough.
        using (var json = new Utf8JsonWriter(_buffer))
            JsonSerializer.Serialize(json, value, ApiJson.Write);
        Append("\n\n");
        return FlushAsync(cancellationToken);
    }

    public Task WriteErrorAsync(object problem, CancellationToken cancellationToken) =>
        WriteTextAsync($"event: error\ndata: {JsonSerializer.Serialize(problem, ApiJson.Write)}\n\n", cancellationToken);

    private static string KindOf(JobEvent value) => value.Kind.All(char.IsAsciiLetterLower) ? value.Kind : "message";

    private Task WriteTextAsync(string text, CancellationToken cancellationToken)
    {
        Append(text);
        return FlushAsync(cancellationToken);
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await response.Body.WriteAsync(_buffer.WrittenMemory, either.Token);
            await response.Body.FlushAsync(either.Token);
            _buffer.ResetWrittenCount();
            // A cancelled flush ends without an exception.
            if (late.IsCancellationRequested)
                throw new SlowReaderException();
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new SlowReaderException();
        }
    }
}
