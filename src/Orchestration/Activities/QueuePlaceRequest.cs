namespace TransVox.Orchestration.Activities;

/// <summary>A submission that asks for a place in the queue.</summary>
public sealed record QueuePlaceRequest(string JobId, string UserId, string Pool, int Priority, int Cost, DateTimeOffset At);
