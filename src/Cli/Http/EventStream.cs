using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TransVox.Cli.Http;

/// <summary>
/// Events of a job until its end. A stream that breaks off is opened again after the last event seen; only when the service stays
/// away for <paramref name="patience"/> does it give up.
/// </summary>
internal sealed class EventStream(TransVoxClient client, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<JobEvent> ReadAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lastId = 0L;
        var lastContact = time.GetTimestamp();
        var delay = FirstDelay;
        while (true)
        {
            var answer = await OpenAsync(jobId, lastId, lastContact, cancellationToken);
            if (answer is not null)
            {
                using (answer)
                {
                    await using var events = ReadOneAsync(answer, cancellationToken).GetAsyncEnumerator(cancellationToken);
                    while (await NextAsync(events) is { } next)
                    {
                        (lastContact, delay) = (time.GetTimestamp(), FirstDelay);
                        if (next.Id <= lastId)
                            continue;
                        lastId = next.Id;
                        yield return next;
                        if (next.Kind == "end")
                            yield break;
                    }
                }
            }

            await Task.Delay(delay, time, cancellationToken);
            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks));
        }
    }

    private async Task<HttpResponseMessage?> OpenAsync(string jobId, long lastId, long lastContact, CancellationToken cancellationToken)
    {
        try
        {
            return await client.OpenEventsAsync(jobId, lastId, cancellationToken);
        }
        catch (ServiceException e) when (e.ExitCode == ExitCodes.Unreachable && time.GetElapsedTime(lastContact) < patience)
        {
            return null;
        }
    }

    /// <summary>The next event, or null when the stream ended or broke.</summary>
    private static async Task<JobEvent?> NextAsync(IAsyncEnumerator<JobEvent> events)
    {
        try
        {
            return await events.MoveNextAsync() ? events.Current : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<JobEvent> ReadOneAsync(HttpResponseMessage answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (item.Data.Length > 0 && JsonSerializer.Deserialize<JobEvent>(item.Data, CliJson.Options) is { } value)
                yield return value;
        }
    }
}
