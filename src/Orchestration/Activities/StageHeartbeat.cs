using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Beside a running stage: publishes its progress and looks for the stop marker every two seconds. Storage that does not answer
/// for a while does not end the stage.
/// </summary>
internal sealed class StageHeartbeat : IProgress<StageProgress>, IAsyncDisposable
{
    private const int MaxLines = 40;
    private const int MaxLineLength = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly StageServices _services;
    private readonly StageInput _input;
    private readonly ProgressReport _first;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly List<string> _log = [];
    private readonly Task _loop;
    private double _fraction;
    private long _lineCount;
    private long? _bytes;
    private long? _totalBytes;

    public StageHeartbeat(StageServices services, StageInput input, ProgressReport first, CancellationTokenSource stop)
    {
        _services = services;
        _input = input;
        _first = first;
        _stop = stop;
        _loop = RunAsync();
    }

    /// <summary>Lines of the stage so far, for the job's log.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
                return [.. _log];
        }
    }

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            _fraction = Math.Clamp(value.Fraction, _fraction, 1);
            (_bytes, _totalBytes) = (value.Bytes ?? _bytes, value.TotalBytes ?? _totalBytes);
            if (value.Message is not { Length: > 0 } message)
                return;
            var line = message.Length <= MaxLineLength ? message : message[..MaxLineLength];
            _lineCount++;
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
                _lines.Dequeue();
            if (_log.Count < 200)
                _log.Add(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _services.Time);
        try
        {
            // The first report and the first look at the marker were made when the stage began.
            while (await timer.WaitForNextTickAsync(_end.Token))
                await BeatAsync();
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The stage came to its end: so does its heartbeat.
        }
    }

    private async Task BeatAsync()
    {
        ProgressReport report;
        lock (_lock)
        {
            report = _first with
            {
                Fraction = _fraction,
                At = _services.Time.GetUtcNow(),
                Lines = [.. _lines],
                LineCount = _lineCount,
                Bytes = _bytes,
                TotalBytes = _totalBytes,
            };
        }

        try
        {
            await _services.Progress.ReportAsync(_input.JobId, report, _end.Token);
            if (await _services.Stops.IsRequestedAsync(_input.JobId, _end.Token))
                await _stop.CancelAsync();
        }
        catch (Exception e) when (e is Azure.RequestFailedException || StorageFailures.IsTransient(e))
        {
            ActivityLog.HeartbeatFailed(_services.Logger, e, _input.JobId, _input.Stage);
        }
    }
}
