using System.Collections.Concurrent;
using TransVox.Orchestration.Activities;
using TransVox.Pipeline.Stages;

namespace TransVox.Bench.Scale;

/// <summary>
/// The stages before the queue. All jobs have the same video: the first run is a real one, and the others find its results, as a stage whose results
/// are stored does. What the ledger is told of each job, it is told.
/// </summary>
internal sealed class FoundStage(StageExecutor executor, IQueuePlaces places)
{
    private readonly ConcurrentDictionary<Stage, Lazy<Task<StageOutcome>>> _runs = [];

    /// <exception cref="InvalidOperationException">The first run failed.</exception>
    public async Task<StageOutcome> RunAsync(StageInput input)
    {
        var outcome = await _runs.GetOrAdd(input.Stage, _ => new Lazy<Task<StageOutcome>>(() => executor.RunAsync(input, CancellationToken.None))).Value;
        if (outcome.Error is { } error)
            throw new InvalidOperationException($"{input.Stage}: {error.Message}");
        if (outcome.MediaSeconds is { } seconds)
            await places.DescribeAsync(input.JobId, seconds, CancellationToken.None);
        return outcome with { Reused = true };
    }
}
