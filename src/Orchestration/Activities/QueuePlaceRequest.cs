using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Activities;

/// <summary>A submission that asks for a place in the queue.</summary>
/// <param name="Plan">What will run, for forecasts.</param>
public sealed record QueuePlaceRequest(
    string JobId, string UserId, string Pool, int Priority, int Cost, DateTimeOffset At, IReadOnlyList<PlannedStage> Plan);
