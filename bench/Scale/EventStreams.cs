using System.Diagnostics;

namespace TransVox.Bench.Scale;

/// <summary>Open event streams of waiting jobs.</summary>
internal sealed class EventStreams : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _readers = [];
    private int _events;

    private EventStreams()
    {
    }

    /// <summary>Milliseconds until every stream had its first event.</summary>
    public double AllOpenMilliseconds { get; private set; }

    public int Events => Volatile.Read(ref _events);

    /// <param name="http">As an administrator.</param>
    /// <param name="jobs">One stream each.</param>
    public static async Task<EventStreams> OpenAsync(HttpClient http, IReadOnlyList<string> jobs)
    {
        var streams = new EventStreams();
        var start = Stopwatch.GetTimestamp();
        var firsts = jobs.Select(job =>
        {
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            streams._readers.Add(streams.ReadAsync(http, job, first));
            return first.Task;
        }).ToList();
        await Task.WhenAll(firsts);
        streams.AllOpenMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return streams;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_readers);
        _stop.Dispose();
    }

    private async Task ReadAsync(HttpClient http, string job, TaskCompletionSource first)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/jobs/{job}/events");
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            response.EnsureSuccessStatusCode();
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
            while (await lines.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.StartsWith("event: state", StringComparison.Ordinal))
                    first.TrySetResult();
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    Interlocked.Increment(ref _events);
            }

            throw new InvalidOperationException($"The stream of {job}, which waits, has ended.");
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
        catch (Exception e)
        {
            first.TrySetException(e);
            throw;
        }
    }
}
