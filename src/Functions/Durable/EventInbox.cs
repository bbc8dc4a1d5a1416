using System.Text.Json;
using Microsoft.DurableTask;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Durable;

/// <summary>
/// External events of one execution. Durable Task hands an event to the wait that was made last, and an event that meets a
/// cancelled wait is lost; the port promises order, and that a cancelled wait consumes nothing. So each name has one wait of
/// Durable Task, which is never cancelled, and the order is kept here. It runs on the orchestrator's thread alone, and it is as
/// deterministic as the history that feeds it.
/// </summary>
public sealed class EventInbox(TaskOrchestrationContext context)
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.OrdinalIgnoreCase);
    private bool _closed;
    private bool _forward;

    /// <summary>The next event of that name that nobody has taken.</summary>
    public Task<T> WaitAsync<T>(string eventName, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        if (!_lines.TryGetValue(eventName, out var line))
            _lines[eventName] = line = new Line();
        if (line.Arrived.TryDequeue(out var payload))
            return Task.FromResult(Read<T>(payload));

        var source = new TaskCompletionSource<T>();
        var registration = cancellationToken.Register(() => source.TrySetCanceled(cancellationToken));
        line.Waiting.Enqueue(value =>
        {
            registration.Dispose();
            return !source.Task.IsCompleted && Complete(source, value);
        });
        if (!line.Listening)
            _ = ListenAsync(eventName, line);
        return source.Task;
    }

    /// <summary>
    /// Ends this execution's part: with <paramref name="forward"/>, events that nobody took go to the next execution, those that
    /// arrive from now on too.
    /// </summary>
    public void Close(bool forward)
    {
        _closed = true;
        _forward = forward;
        foreach (var (eventName, line) in _lines)
        {
            while (line.Arrived.TryDequeue(out var payload))
                Forward(eventName, payload);
        }
    }

    private async Task ListenAsync(string eventName, Line line)
    {
        line.Listening = true;
        // Somebody still waits: an own wait that was cancelled leaves the queue when an event reaches it.
        while (line.Waiting.Count > 0)
        {
            var payload = await context.WaitForExternalEvent<object?>(eventName);
            if (_closed)
                Forward(eventName, payload);
            else if (!line.TryDeliver(payload))
                line.Arrived.Enqueue(payload);
        }

        line.Listening = false;
    }

    private void Forward(string eventName, object? payload)
    {
        if (_forward)
            context.SendEvent(context.InstanceId, eventName, payload!);
    }

    private static bool Complete<T>(TaskCompletionSource<T> source, object? payload)
    {
        try
        {
            return source.TrySetResult(Read<T>(payload));
        }
        catch (JsonException e)
        {
            // Whoever waits has to see it: the listener that got the event cannot tell anybody.
            return source.TrySetException(e);
        }
    }

    // Read through object, an event is a JSON element or null: one name may carry payloads of several types.
    private static T Read<T>(object? payload) =>
        payload is JsonElement json ? json.Deserialize<T>(DurableJson.Options)! : (T)payload!;

    private sealed class Line
    {
        public Queue<object?> Arrived { get; } = new();

        public Queue<Func<object?, bool>> Waiting { get; } = new();

        public bool Listening { get; set; }

        public bool TryDeliver(object? payload)
        {
            while (Waiting.TryDequeue(out var waiter))
            {
                if (waiter(payload))
                    return true;
            }

            return false;
        }
    }
}
