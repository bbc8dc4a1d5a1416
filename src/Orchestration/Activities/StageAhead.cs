using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>An engine that runs before its stage's activity has begun. It keeps what it reports until somebody listens.</summary>
internal sealed class StageAhead : IProgress<StageProgress>, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly RunDirectory _directory;
    private readonly Lock _lock = new();
    private readonly List<StageProgress> _kept = [];
    private readonly Task<EngineRun> _run;
    private IProgress<StageProgress>? _listener;

    /// <param name="stage">Whose engine it is.</param>
    /// <param name="key">What the results are found by: equal for the activity that may take the run over.</param>
    /// <param name="directory">The run's own, to its end.</param>
    /// <param name="run">The engine, off this thread.</param>
    public StageAhead(Stage stage, string key, RunDirectory directory, Func<RunDirectory, IProgress<StageProgress>, CancellationToken, Task<EngineRun>> run)
    {
        (Stage, Key, _directory) = (stage, key, directory);
        _run = Task.Run(() => run(directory, this, _stop.Token));
    }

    public Stage Stage { get; }

    public string Key { get; }

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (_listener is null)
                _kept.Add(value);
            else
                _listener.Report(value);
        }
    }

    /// <summary>The run's end, whatever it is, for the activity that took it over.</summary>
    public async Task<EngineRun> EndAsync(IProgress<StageProgress> listener, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _kept.ForEach(listener.Report);
            _listener = listener;
        }

        using var stop = cancellationToken.Register(Stop);
        return await _run;
    }

    public void Stop() => _stop.Cancel();

    /// <summary>Stops it and removes its files. What it came to is of no interest any more, an error neither.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _directory.Dispose();
        _stop.Dispose();
    }
}
