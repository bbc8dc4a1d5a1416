namespace TransVox.Orchestration.Activities;

/// <summary>
/// One run of an attempt at a stage. Durable Task's history has one entry for an activity, however often hosts that went away made it start
/// again; these tell of that.
/// </summary>
/// <param name="At">When it began.</param>
/// <param name="Host">Machine and process.</param>
/// <param name="SeenAt">Last sign of life of a run that a later one followed.</param>
public sealed record StageRunTime(DateTimeOffset At, string Host, DateTimeOffset? SeenAt = null);
