namespace TransVox.Orchestration.Webhooks;

/// <summary>Of which job to tell.</summary>
/// <param name="JobId">The job.</param>
/// <param name="LookSeconds">After which the job is looked at, if it has not told anything: one that was ended from outside never does.</param>
public sealed record NotifyInput(string JobId, double LookSeconds = 21_600);
