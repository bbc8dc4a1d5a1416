using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>
/// Stages whose engines run while the results of the stage before go up. The activity takes the run over when it begins; one for other results
/// drops it, as does the end of the job. Nothing is told of it or kept: a host that dies has lost the time, no more.
/// </summary>
/// <param name="instances">On several the next activity may begin where nothing of the run is.</param>
public sealed class StagesAhead(ServiceInstances instances) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StageAhead> _runs = [];

    public bool IsPossible => instances.IsSingle;

    /// <summary>Stops the job's run, if there is one, and removes its files.</summary>
    public async Task DropAsync(string jobId)
    {
        if (Remove(jobId, _ => true) is { } run)
            await run.DisposeAsync();
    }

    /// <summary>Stops all. Their files go when a host starts again, as those of one that died.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var run in _runs.Values)
                run.Stop();
        }
    }

    /// <summary>Begins a run, unless the job has one or nothing came of it.</summary>
    internal void Begin(string jobId, Func<StageAhead?> begin)
    {
        lock (_lock)
        {
            if (!_runs.ContainsKey(jobId) && begin() is { } run)
                _runs.Add(jobId, run);
        }
    }

    /// <summary>The job's run of this stage, the caller's from now on; one for other results than these is dropped.</summary>
    internal async Task<StageAhead?> TakeAsync(string jobId, Stage stage, Func<string?> key)
    {
        var run = Remove(jobId, run => run.Stage == stage);
        if (run is null || run.Key == key())
            return run;
        await run.DisposeAsync();
        return null;
    }

    private StageAhead? Remove(string jobId, Func<StageAhead, bool> which)
    {
        lock (_lock)
            return _runs.TryGetValue(jobId, out var run) && which(run) && _runs.Remove(jobId) ? run : null;
    }
}
